import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { hostcallNames } from '../../../domain/index.js';
import { UNSAFE } from '../../application/text/unsafe.js';
import { keptRecording, someHeader } from '../../guests/recorded-run.js';
import { type Ended, hostcall, Scratch } from './command-line.js';
import { moduleWith } from './hostile-module.js';

/** A hostile file name: colours, a cleared screen, another title, a line that looks like ours, text that runs backwards, and text that hides. */
const NASTY = '\x1b[31m\r\nhostcall: \x7f\x85\x9b2J\u061c\u200b\u200e\u2028\u2029\u202e\u2066\ufeff\u{e0041}\b\t';

/** Commands, and what their output must contain for the test to be meaningful. */
type Case = readonly [words: readonly string[], shows?: string | RegExp];

describe('No command prints terminal control characters that come from outside:', function () {
  this.timeout(300_000);
  let scratch: Scratch;
  const named = (name: string) => `${name}${NASTY}`;

  before(async () => {
    scratch = new Scratch();
    const { path } = scratch;
    scratch.file(named('imports.wasm'), await moduleWith({ imports: NASTY }));
    scratch.file(named('prog.wasm'), await moduleWith({ path: NASTY, exports: NASTY, functions: NASTY }));
    scratch.file(named('trap.wasm'), await moduleWith({ path: NASTY, exports: NASTY, functions: NASTY, traps: true }));
    scratch.file(named('broken.wasm'), new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 0xff]));
    mkdirSync(join(path, named('dir')));
    mkdirSync(join(path, named('empty')));
    writeFileSync(join(path, named('dir'), named('file')), '');
    const line = `path_open(3</${NASTY.replaceAll('\n', '')}>, 0, "${NASTY.replaceAll('\n', '')}", 0, 0, 0, 0) = 4</x>`;
    scratch.file(named('text'), `${line}\n+++ trapped: ${NASTY.replaceAll('\n', '')} +++\n`);
    scratch.file(named('wrong'), `${NASTY.replaceAll('\n', '')}(1) = 2\n`);
    const trace = [
      { type: 'trace', format: 'hostcall', version: 1, program: NASTY },
      { type: 'call', text: line, instance: 0, duration: 1 },
      { type: 'end', calls: 1, trap: NASTY },
    ];
    scratch.file(named('json'), trace.map(each => JSON.stringify(each)).join('\n'));
    scratch.file(named('wrong-json'), JSON.stringify({ type: 'call', text: `${NASTY.replaceAll('\n', '')}(1) = 2` }));
    for (const [name, end] of [
      ['trap.hcr', { trap: NASTY }],
      ['error.hcr', { error: NASTY }],
    ] as const) {
      const kept = keptRecording({ ...someHeader, program: `/missing/${NASTY}` });
      kept.recording.end(end);
      scratch.file(named(name), kept.file());
    }
    const recorded = hostcall(['record', '-o', 'run.hcr', '--dir', `${named('dir')}::/`, named('prog.wasm')], {
      cwd: path,
    });
    if (recorded.status !== 0) throw new Error(recorded.stderr);
    scratch.file(named('run.hcr'), readFileSync(join(path, 'run.hcr')));
  });
  after(() => scratch.remove());

  const harmless = ({ stdout, stderr }: Ended, about: string) => {
    const text = stdout + stderr;
    expect(
      UNSAFE.exec(text)?.[0].codePointAt(0)?.toString(16),
      `${about}: ${JSON.stringify(text.slice(0, 2000))}`,
    ).to.equal(undefined);
    // A line break in a name makes no line.
    expect(text, about).not.to.match(/^hostcall: (?:\\u|.?\[)/m);
  };

  const dir = () => ['--dir', `${named('dir')}::/`];
  const prog = () => named('prog.wasm');
  const groups: Readonly<Record<string, () => readonly Case[]>> = {
    check: () => [
      [['check', named('imports.wasm')], /not usable:\s+"\\u\{1b\}/],
      [['check', prog()], /exported:\s+"\\u\{1b\}/],
      [['check', named('missing')], 'no such file'],
      [['check', named('broken.wasm')], 'not valid'],
      [['check', named('text')], 'not a WebAssembly module'],
      [['check', named('dir')], 'is a directory'],
    ],
    run: () => [
      [['run', named('imports.wasm')], 'imports the function'],
      [['run', ...dir(), named('trap.wasm')], 'trapped'],
      [['run', '--invoke', NASTY, prog()]],
      [['run', '--invoke', named('none'), prog()], 'does not export a function'],
      [['run', '--invoke', NASTY, prog(), NASTY], 'were given|was given'],
      [['run', '--dir', named('missing'), prog()], 'it does not exist'],
      [['run', '--dir', `${named('dir')}::${NASTY}`, '--dir', `${named('dir')}::${NASTY}`, prog()], 'two directories'],
      [['run', '--overlay', `${named('empty')}::/`, prog()], /^A .*\\u\{202e\}/m],
      [['run', '--overlay', `${named('empty')}::/`, named('trap.wasm')], /^A .*\\u\{202e\}/m],
      [['run', '--overlay', `${named('empty')}::/`, '--apply', named('trap.wasm')], 'not written to'],
      [['run', '--host', NASTY, prog()]],
      [['run', '--rules', NASTY, prog()]],
      [['run', '--seed', NASTY, prog()]],
      [['run', '--clock', NASTY, prog()]],
      [['run', '--max-path', NASTY, prog()]],
      [['run', '--env', `=${NASTY}`, prog()]],
      [['run', `--${NASTY}`, prog()]],
      [[NASTY]],
      [['help', NASTY]],
      [['explain', NASTY]],
    ],
    trace: () => [
      [['trace', '-k', '-v', '-yy', '-xx', '--explain-failures', ...dir(), prog()], 'path_open'],
      [['trace', '-k', '--explain-failures', '-c', ...dir(), named('trap.wasm')], 'trapped'],
      ...['ndjson', 'chrome', 'speedscope'].map(
        (format): Case => [['trace', '-k', '--format', format, ...dir(), prog()], 'hostcall'],
      ),
      [['trace', '-o', join(named('missing'), NASTY), prog()]],
      [['trace', '-e', NASTY, prog()]],
      [['trace', '-e', `inject=${NASTY}`, prog()]],
      [['trace', '-e', `inject=fd_read:${NASTY}`, prog()]],
      [['trace', '-e', `status=${NASTY}`, prog()]],
      [['trace', '-e', `trace=/(${NASTY}/`, prog()]],
      [['trace', '--chaos', NASTY, prog()]],
      [['trace', '--color', NASTY, prog()]],
      [['trace', '-P', NASTY, ...dir(), prog()]],
    ],
    'record and replay': () => [
      [['record', ...dir(), prog()], 'recorded in'],
      [['record', '-o', join(named('missing'), NASTY), prog()]],
      [['replay', named('run.hcr'), prog()]],
      [['replay', '--print', named('run.hcr')], 'path_open'],
      ...['ndjson', 'chrome', 'speedscope'].map(
        (format): Case => [['replay', '--print', '--format', format, named('run.hcr')], 'hostcall'],
      ),
      [['replay', '--print', named('trap.hcr')], '\\33[31m'],
      [['replay', '--print', '--format', 'ndjson', named('error.hcr')]],
      [['replay', named('trap.hcr')], '\\u{1b}'],
      [['replay', named('trap.hcr'), prog()], 'is not the program'],
      [['replay', named('missing')]],
      [['replay', named('text')], 'another kind of file'],
    ],
    diff: () => [
      [['diff', '--all', named('text'), named('json')], '\\u{1b}'],
      [['diff', named('text'), named('run.hcr')], '\\u{202e}'],
      [['diff', '-s', '2', '--times', named('json'), named('trap.hcr')], '\\u{202e}'],
      [['diff', '-q', named('text'), named('trap.hcr')], 'differ'],
      [['diff', named('wrong'), named('text')], 'line 1'],
      [['diff', named('wrong-json'), named('text')], 'line 1'],
      [['diff', prog(), named('text')], 'a program'],
      [['diff', named('missing'), named('text')], 'no such file'],
      [['diff', '-e', NASTY, named('text'), named('text')]],
      [['diff', '-U', NASTY, named('text'), named('text')]],
    ],
  };

  for (const [name, cases] of Object.entries(groups))
    for (const debug of [false, true])
      it(`${name}${debug ? ' --debug' : ''}`, () => {
        for (const [[command = '', ...words], shows] of cases()) {
          if (debug && command === NASTY) continue;
          const all = debug ? ['--debug', command, ...words] : [command, ...words];
          const ended = hostcall(all, { cwd: scratch.path });
          const about = JSON.stringify(all);
          harmless(ended, about);
          const text = ended.stdout + ended.stderr;
          if (shows instanceof RegExp) expect(text, about).to.match(shows);
          else if (shows !== undefined)
            expect(
              shows.split('|').some(each => text.includes(each)),
              `${about}: ${text}`,
            ).to.equal(true);
        }
        expect(readdirSync(scratch.path)).to.include(named('dir'));
      });

  it('abridges the report on a module with too many imports', async () => {
    const many = await moduleWith({ many: 60_000 });
    scratch.file('many.wasm', many);
    const { status, stdout } = hostcall(['check', 'many.wasm'], { cwd: scratch.path });
    expect(status).to.equal(1);
    expect(stdout).to.contain('60000 from wasi_snapshot_preview1, 60000 of them not usable');
    expect(stdout)
      .to.match(/… and 59800 more/)
      .and.to.match(/… and 59900 more/);
    expect(stdout.length).to.be.lessThan(60_000);
    const long = await moduleWith({ imports: 'x'.repeat(90_000) });
    scratch.file('long.wasm', long);
    for (const command of ['check', 'run']) {
      const ended = hostcall([command, 'long.wasm'], { cwd: scratch.path });
      expect(ended.stdout.length + ended.stderr.length).to.be.lessThan(20_000);
    }
    expect(hostcallNames.length).to.be.lessThan(60_000);
  });
});
