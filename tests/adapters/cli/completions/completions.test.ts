import { mkdirSync } from 'node:fs';
import { expect } from 'chai';
import { commands } from '../../../../adapters/cli/commands.js';
import { everyHostcall, hostcallNames } from '../../../../domain/index.js';
import { installed, needing, pythonTerminal } from '../../../needs.js';
import { atTerminal } from '../at-terminal.js';
import { errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { asked } from './shells.js';

/** Lines, and what can stand in place of the last word. */
const CASES: readonly (readonly [line: string, ...words: string[]])[] = [
  ['hostcall ', ...commands.map(({ name }) => name), 'help'],
  ['hostcall re', 'record', 'replay'],
  ['hostcall --', '--debug', '--help', '--version'],
  ['hostcall --debug chec', 'check'],
  ['hostcall help exp', 'explain'],
  ['hostcall frob '],

  // Options, and what follows them.
  ['hostcall run --h', '--help', '--host'],
  ['hostcall run --host ', 'deterministic', 'memory', 'node'],
  ['hostcall run --host=d', '--host=deterministic'],
  ['hostcall run --host memory --rul', '--rules'],
  ['hostcall run --seed '],
  ['hostcall run --env HOSTCALL_SAM', 'HOSTCALL_SAMPLE'],
  ['hostcall trace -S ', 'avg', 'bytes', 'calls', 'errors', 'max', 'min', 'name', 'nothing', 'p95', 'time'],
  ['hostcall trace --summary-sort-by=p', '--summary-sort-by=p95'],
  ['hostcall trace -tZS na', 'name'],
  ['hostcall trace --format sp', 'speedscope'],
  ['hostcall completions ', 'bash', 'fish', 'zsh'],

  // Sets and tampering.
  ['hostcall trace -e fd_re', 'fd_read', 'fd_readdir', 'fd_renumber'],
  ['hostcall trace -e s', ...everyHostcall.filter(name => name.startsWith('s')), 'status='],
  ['hostcall trace -e trace=%fi', 'trace=%file'],
  ['hostcall trace -e trace=%file,sched', 'trace=%file,sched_yield'],
  ["hostcall trace -e 'trace=!%file,path_op", 'trace=!%file,path_open'],
  ["hostcall trace -e '!fd_te", '!fd_tell'],
  ['hostcall trace -e status=', 'status=failed', 'status=successful', 'status=unfinished'],
  ['hostcall trace -e read=', 'read=all', 'read=none'],
  ['hostcall trace -e inject=proc_', 'inject=proc_exit', 'inject=proc_raise'],
  [
    'hostcall trace -e inject=fd_write:',
    ...['delay_enter=', 'delay_exit=', 'error=', 'force', 'retval=', 'when='].map(word => `inject=fd_write:${word}`),
  ],
  [
    'hostcall trace -e inject=fd_read,fd_write:error=ENOS',
    ...['ENOSPC', 'ENOSYS'].map(errno => `inject=fd_read,fd_write:error=${errno}`),
  ],
  ['hostcall trace -e inject=fd_write:error=ENOSPC:w', 'inject=fd_write:error=ENOSPC:when='],
  ['hostcall trace -e fault=fd_write:', ...['error=', 'force', 'when='].map(word => `fault=fd_write:${word}`)],
  ['hostcall record -e ', 'fault=', 'inject='],
  ['hostcall diff -e fd_te', 'fd_tell'],

  // Arguments, wherever options are.
  ['hostcall explain ENOTD', 'ENOTDIR'],
  ['hostcall explain SHUT_', 'SHUT_RD', 'SHUT_WR'],
  ['hostcall explain %p', '%poll', '%process', '%pure'],
  ['hostcall run data', 'data', 'data.wasm'],
  ['hostcall check data', 'data', 'data.wasm'],
  ['hostcall replay --print -o data.hcr data.h', 'data.hcr'],
  ['hostcall replay data.hcr data.w', 'data.wasm'],
  ['hostcall run --dir da', 'data'],
  ['hostcall trace -o data.', 'data.hcr', 'data.txt', 'data.wasm'],
  ['hostcall diff data.hcr data.t', 'data.txt'],
  ['hostcall diff --times data.t', 'data.txt'],
  ['hostcall check other', 'other-name'],
  // What follows the program is the program's.
  ['hostcall run --dir . data.wasm --ho'],
  ['hostcall run --dir . data.wasm data.t', 'data.txt'],
  ['hostcall trace -- data.wasm -'],
  ['hostcall trace -c -- data.w', 'data.wasm'],
];

/** Each long option of each command, and all values that there are. */
const DESCRIBED = commands.flatMap(({ name, groups }) => {
  const options = [
    ...groups.flatMap(each => each.options).filter(({ hidden }) => !hidden),
    { long: 'help' as string | undefined, values: undefined },
  ];
  return [
    [`hostcall ${name} --`, ...options.flatMap(({ long }) => (long === undefined ? [] : [`--${long}`]))],
    ...options.flatMap(({ long, values }) =>
      values === undefined ? [] : [[`hostcall ${name} --${long} `, ...values]],
    ),
  ] as [string, ...string[]][];
});

describe('hostcall completions', () => {
  let scratch: Scratch;

  before(() => {
    scratch = new Scratch();
    mkdirSync(`${scratch.path}/data`);
    for (const name of ['data.wasm', 'data.txt', 'data.hcr', 'other-name']) scratch.file(name, '');
  });
  after(() => scratch.remove());

  const scriptFor = (shell: string) => {
    const { status, stdout, stderr } = hostcall(['completions', shell]);
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    return scratch.file(`script.${shell}`, stdout);
  };

  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    const { describe } = needing(installed(shell));
    describe(`in ${shell}`, () => {
      let found: Map<string, string[]>;

      before(function () {
        this.timeout(2 * PATIENCE);
        found = asked[shell](
          scriptFor(shell),
          [...CASES, ...DESCRIBED].map(([line]) => line),
          scratch.path,
        );
      });

      for (const [line, ...words] of CASES)
        it(`offers for \`${line}\` ${words.join(' ') || 'nothing'}`, () => {
          const expected = [...words].sort();
          // fish puts a program first, and has all other files below.
          if (shell === 'fish' && expected.includes('data.wasm')) expect(found.get(line)).to.include.members(expected);
          else expect(found.get(line)).to.deep.equal(expected);
        });

      it('offers every option and every value that is described', () => {
        expect(DESCRIBED.length).to.be.above(20);
        for (const [line, ...words] of DESCRIBED) expect(found.get(line), line).to.deep.equal([...words].sort());
      });
    });
  }

  it('offers every hostcall', () => {
    const { stdout } = hostcall(['completions', 'bash']);
    for (const name of hostcallNames) expect(stdout).to.match(new RegExp(`_hostcall_hostcalls='.*\\b${name}\\b`));
  });

  needing(installed('bash'), pythonTerminal()).describe('in a bash at a terminal', () => {
    /** The arguments that a bash passes to `hostcall` after a line and a tab. */
    const entered = (line: string) => {
      const script = scriptFor('bash');
      const rc = scratch.file(
        'bashrc',
        `cd '${scratch.path}'; source '${script}'; PS1='ready> '; hostcall() { printf '<%s>' "$@"; echo; exit; }\n`,
      );
      const { screen } = atTerminal(
        ['bash', '--noprofile', '--rcfile', rc, '-i'],
        [
          ['ready> ', `${line}\t`],
          [line.slice(-3), '\n'],
        ],
      );
      return /^<.*>/m.exec(screen)?.[0];
    };

    for (const [line, words] of [
      ['hostcall tra', '<trace>'],
      ['hostcall run --host=det', '<run><--host=deterministic>'],
      ['hostcall trace -e inject=fd_write:error=ENOSP', '<trace><-e><inject=fd_write:error=ENOSPC>'],
      ["hostcall trace -e 'trace=!fd_te", '<trace><-e><trace=!fd_tell>'],
      ['hostcall run oth', '<run><other-name>'],
    ] as const)
      it(`completes \`${line}\``, () => {
        expect(entered(line)).to.equal(words);
      });
  });

  it('refuses another shell', () => {
    const other = hostcall(['completions', 'powershell']);
    expect(other.status).to.equal(2);
    expect(errorLine(other)).to.equal("invalid shell 'powershell'; write one of bash, zsh, fish");
    const none = hostcall(['completions']);
    expect(none.status).to.equal(2);
    expect(errorLine(none)).to.equal("missing required argument 'shell'; see `hostcall completions --help`");
  });
});
