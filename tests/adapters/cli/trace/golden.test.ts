import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { repository } from '../../../guests/build-cache.js';
import { hostcall, Scratch } from '../command-line.js';

const golden = new URL('tests/adapters/cli/trace/golden/', repository);

/** With this variable set, the traces are written anew instead of being compared: look at what `git diff` then says. */
const UPDATE = process.env.HOSTCALL_UPDATE_GOLDEN === '1';

/** Where things lie in a guest's memory changes with every line of its source. What lies outside of it, and rights, have a comment behind them. */
const ADDRESS = /\b0x[0-9a-f]{4,6}\b(?! \/\*)/g;

/** A run of a guest in the deterministic world. */
interface Run {
  /** The file in `golden`, without `.txt`. */
  readonly name: string;
  /** The guest, and its scenario and arguments. */
  readonly program: string;
  readonly scenario?: string;
  readonly args?: readonly string[];
  readonly options?: readonly string[];
  /** Path → content. */
  readonly files?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly status?: number;
}

const errand: Pick<Run, 'program' | 'files' | 'input'> = {
  program: 'errand',
  files: { 'in.txt': 'some text\n', 'old.txt': '' },
  input: 'World\n',
};

const runs: readonly Run[] = [
  { name: 'errand', ...errand, args: ['Hello', '7'], options: ['--env', 'PLACE=Rome'], status: 7 },
  {
    name: 'errand-timed-in-hex',
    ...errand,
    args: ['Hello', '7'],
    options: ['--env', 'PLACE=Rome', '-tt', '-r', '-n', '-T', '-xx', '-X', 'verbose'],
    status: 7,
  },
  {
    name: 'errand-redacted',
    ...errand,
    args: ['Hello', '7'],
    options: ['--env', 'PLACE=Rome', '--redact', '-e', 'read=all', '-e', 'write=all'],
    status: 7,
  },
  { name: 'trap', ...errand, args: ['trap', ''], options: ['-ttt'], status: 134 },
  { name: 'exit', program: 'process', scenario: 'proc_exit-code', args: ['3'], status: 3 },
  { name: 'readdir', program: 'readdir', scenario: 'readdir-small-buffers' },
  { name: 'readdir-in-full', program: 'readdir', scenario: 'readdir-types', options: ['-v'] },
  { name: 'symlinks', program: 'symlinks', scenario: 'symlink-relative' },
  { name: 'links-not-followed', program: 'symlinks', scenario: 'nofollow_errors' },
  { name: 'outside', program: 'symlinks', scenario: 'symlink-outside' },
  { name: 'rights', program: 'rights', scenario: 'rights-dropped', options: ['-yy'] },
  {
    name: 'errand-explained',
    ...errand,
    args: ['Hello', '7'],
    options: ['--env', 'PLACE=Rome', '--explain'],
    status: 7,
  },
  { name: 'rights-explained', program: 'rights', scenario: 'rights-dropped', options: ['--explain'] },
  { name: 'dumps', program: 'files', scenario: 'file_pread_pwrite', options: ['-e', 'read=all', '-e', 'write=6'] },
  { name: 'raw', program: 'files', scenario: 'file_seek_tell', options: ['-X', 'raw'] },
  { name: 'without-paths', program: 'linking', scenario: 'path_rename', options: ['--decode-fds', 'none'] },
  { name: 'poll', program: 'traps-time', scenario: 'poll-several' },
  { name: 'poll-errors', program: 'traps-time', scenario: 'poll-errors', options: ['-v'] },
  { name: 'faults', program: 'traps-memory', scenario: 'fault-has-no-effect', input: 'input' },
  { name: 'unstable', program: 'unstable', scenario: 'unstable-rest' },
  { name: 'unstable-filestat', program: 'unstable', scenario: 'unstable-filestat', options: ['-v'] },
  { name: 'unstable-poll', program: 'unstable', scenario: 'unstable-subscription', options: ['-yy'] },
];

describe('traces of programs in the deterministic world', function () {
  this.timeout(BUILD_TIMEOUT);

  for (const { name, program, scenario, args = [], options = [], files = {}, input = '', status = 0 } of runs) {
    it(`are the same as always: ${name}`, async () => {
      const scratch = new Scratch();
      try {
        const wasm = scratch.file('guest.wasm', await buildC(program));
        const tree = join(scratch.path, 'tree');
        mkdirSync(tree);
        for (const [path, content] of Object.entries(files)) writeFileSync(join(tree, path), content);
        const world = ['--host', 'deterministic', '--dir', `${tree}::/`, '--argv0', scenario ?? program];
        const trace = join(scratch.path, 'trace.txt');
        const ended = hostcall(['trace', '-o', trace, ...options, ...world, wasm, ...args], { input });
        expect(ended.status, ended.stderr).to.equal(status);
        const file = new URL(`${name}.txt`, golden);
        const lines = readFileSync(trace, 'utf8').replace(ADDRESS, '0x…');
        expect(lines).to.match(/^[ -~…\n]+\n$/);
        if (UPDATE) writeFileSync(file, lines);
        expect(lines).to.equal(readFileSync(file, 'utf8'));
      } finally {
        scratch.remove();
      }
    });
  }
});
