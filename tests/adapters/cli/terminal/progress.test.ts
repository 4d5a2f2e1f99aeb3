import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Progress } from '../../../../adapters/cli/terminal/progress.js';
import { needing, pythonTerminal } from '../../../needs.js';
import { atTerminal } from '../at-terminal.js';
import { bin, hostcall, PATIENCE, Scratch } from '../command-line.js';
import { writing } from '../programs.js';

const ERASED = '\r\x1b[2K';

describe('A progress line', () => {
  let now: number;
  let screen: string;
  const line = (columns = 80) => ({
    now: () => now,
    delay: 500,
    columns,
    write: (text: string) => {
      screen += text;
    },
  });

  beforeEach(() => {
    now = 1000;
    screen = '';
  });

  /** The output while the clock advances. */
  const written = (work: () => void, milliseconds = 0) => {
    now += milliseconds;
    screen = '';
    work();
    return screen;
  };

  it('is shown after half a second, and then each tenth of one, until the end', () => {
    const progress = new Progress(line());
    progress.begin('reading x', 200);
    expect(written(() => progress.advance(50), 499)).to.equal('');
    expect(written(() => progress.advance(50), 1)).to.equal('hostcall: reading x: 50 %');
    expect(written(() => progress.advance(1), 99)).to.equal('');
    expect(written(() => progress.advance(1), 1)).to.equal(`${ERASED}hostcall: reading x: 51 %`);
    expect(written(() => progress.end())).to.equal(ERASED);
    expect(written(() => progress.advance(), 1000)).to.equal('');
    expect(written(() => progress.end())).to.equal('');
  });

  it('leaves nothing behind if it was never shown', () => {
    const progress = new Progress(line());
    progress.begin('reading x');
    expect(written(() => progress.end(), 499)).to.equal('');
  });

  it('counts entries when the total is unknown', () => {
    const progress = new Progress(line());
    progress.begin('reading x', undefined, 'entries');
    expect(written(() => progress.advance(1234), 500)).to.equal('hostcall: reading x: 1,234 entries');
  });

  it('shows the next part at once, even if that never advances', () => {
    const progress = new Progress(line());
    progress.begin('reading x', 0);
    expect(written(() => progress.advance(), 500)).to.equal('hostcall: reading x: 100 %');
    expect(written(() => progress.begin('comparing x'), 1)).to.equal(`${ERASED}hostcall: comparing x`);
  });

  it('is erased on request, and shown again', () => {
    const progress = new Progress(line());
    progress.begin('reading x', 2);
    progress.advance();
    expect(written(() => progress.advance(0), 500)).to.equal('hostcall: reading x: 50 %');
    expect(written(() => progress.erase())).to.equal(ERASED);
    expect(written(() => progress.erase())).to.equal('');
    expect(written(() => progress.advance(), 100)).to.equal('hostcall: reading x: 100 %');
  });

  it('fits into one row, and a name in it cannot move the cursor', () => {
    const progress = new Progress(line(30));
    progress.begin(`reading \x1b[31m${'x'.repeat(100)}`);
    expect(written(() => progress.advance(), 500))
      .to.match(/^hostcall: reading \\u\{1b\}\[31mx*$/)
      .and.have.length(29);
  });

  it('is not shown where there is no line for it', () => {
    const progress = new Progress(undefined);
    expect(progress.possible).to.equal(false);
    progress.begin('reading x');
    progress.advance();
    progress.end();
  });
});

needing(pythonTerminal()).describe('The progress of long work', function () {
  this.timeout(2 * PATIENCE);
  let scratch: Scratch;
  let program: string;

  before(async () => {
    scratch = new Scratch();
    program = await scratch.module('writing.wasm', writing('hello\n'));
    mkdirSync(join(scratch.path, 'data'));
    for (let n = 0; n < 50; n++) symlinkSync('nowhere', join(scratch.path, 'data', `link-${n}`));
  });
  after(() => scratch?.remove());

  /** Runs hostcall at a terminal, in a shell, which can redirect its streams. */
  const seen = (line: string, delay: string | undefined = '0') =>
    atTerminal(
      ['sh', '-c', `cd '${scratch.path}'; hostcall() { '${process.execPath}' '${bin}' "$@"; }; ${line}`],
      [],
      delay === undefined ? {} : { HOSTCALL_PROGRESS_DELAY: delay },
    );

  /** What stays on the screen. */
  const left = (screen: string) =>
    screen
      .split('\r\n')
      .map(row => row.slice(row.lastIndexOf(ERASED) + 1).replace('\x1b[2K', ''))
      .join('\n');

  const writes = (count: number) =>
    Array.from({ length: count }, (_, n) => `fd_write(1<stdout>, ${n}, 1) = 1\n`).join('');

  it('is shown for a directory that is loaded into memory, before the program runs', () => {
    const { status, screen } = seen(`hostcall run --host memory --dir data ${program}`);
    expect(status).to.equal(0);
    expect(screen)
      .to.match(/hostcall: reading data/)
      .and.match(/hostcall: loading data into memory: 0 %/);
    expect(left(screen)).to.equal('hello\n');
  });

  it('is shown for changes that are compared and written', async () => {
    await scratch.module(
      'making.wasm',
      `(module
        (import "wasi_snapshot_preview1" "path_create_directory" (func $make (param i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (data (i32.const 0) "made")
        (func (export "_start") (drop (call $make (i32.const 3) (i32.const 0) (i32.const 4)))))`,
    );
    const { status, screen } = seen('hostcall run --overlay data::/ --apply making.wasm');
    expect(status).to.equal(0);
    expect(screen)
      .to.match(/hostcall: comparing data with its overlay/)
      .and.match(/hostcall: writing 1 change to data: 0 %/);
    expect(left(screen)).to.equal('hostcall: 1 change written to data\n');
  });

  it('is shown for traces that are compared', () => {
    scratch.file('a.txt', writes(1000));
    scratch.file('b.txt', writes(1000));
    const { status, screen } = seen('hostcall diff a.txt b.txt');
    expect(status).to.equal(0);
    expect(screen).to.match(/hostcall: comparing a.txt and b.txt: 0 %/);
    expect(left(screen)).to.equal('a.txt and b.txt: the same 1000 calls\n');
  });

  it('is shown for a recording that is replayed, until the program writes to the terminal, and for one that is printed to a file', () => {
    expect(hostcall(['record', '-o', 'run.hcr', program], { cwd: scratch.path }).status).to.equal(0);
    const replayed = seen('hostcall replay run.hcr');
    expect(replayed.status).to.equal(0);
    expect(replayed.screen).to.match(/hostcall: replaying .*writing.wasm: 0 %/);
    expect(left(replayed.screen)).to.equal('hello\n');
    const toFile = seen('hostcall replay run.hcr > out.txt');
    expect(toFile.screen).to.match(/hostcall: replaying .*writing.wasm: 0 %/);
    expect(left(toFile.screen)).to.equal('');
    expect(readFileSync(join(scratch.path, 'out.txt'), 'utf8')).to.equal('hello\n');
    const printed = seen('hostcall replay --print -o calls.ndjson run.hcr');
    expect(printed.screen).to.match(/hostcall: printing run.hcr: 0 %/);
    expect(left(printed.screen)).to.equal('');
  });

  it('is shown nowhere else: not in a file, in a pipe, beside a pipe, or on a dumb terminal', () => {
    const expected = 'a.txt and b.txt: the same 1000 calls\n';
    for (const line of [
      'hostcall diff a.txt b.txt 2>errors.txt',
      'hostcall diff a.txt b.txt | cat',
      'TERM=dumb; hostcall diff a.txt b.txt',
    ]) {
      const { screen } = seen(line);
      expect(screen, line).to.equal(expected.replace('\n', '\r\n'));
    }
    expect(readFileSync(join(scratch.path, 'errors.txt'), 'utf8')).to.equal('');
  });

  it('is not shown for what is done before that', () => {
    expect(seen('hostcall diff a.txt b.txt', '3600').screen).to.equal('a.txt and b.txt: the same 1000 calls\r\n');
  });

  it('is shown for a comparison that takes longer', () => {
    for (let count = 200_000; count < 20_000_000; count *= 2) {
      scratch.file('long.txt', writes(count));
      if (seen('hostcall diff long.txt long.txt', undefined).screen.includes('hostcall: comparing long.txt')) return;
    }
    expect.fail('never shown');
  });
});
