import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { repository } from '../../../guests/build-cache.js';
import { errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';

const LINE = 'a line of text\n';

/** The output of the program that attempts to write five lines, to close, and to close again. */
const attempts = (...results: string[]) =>
  `${['1', '2', '3', '4', '5'].map((n, i) => `${n}: ${results[i]}\n`).join('')}close: ${results[5] ?? 'closed'}\nagain: ${results[6] ?? 'Bad file descriptor'}\n`;

describe('hostcall trace tampers', () => {
  let scratch: Scratch;
  let program: string;
  let folder: string;

  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    program = scratch.file('attempts.wasm', await buildC('attempts', [], new URL('examples/cli/', repository)));
    folder = join(scratch.path, 'work');
  });
  beforeEach(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
  });
  after(() => scratch.remove());

  const run = (...options: string[]) => hostcall(['trace', ...options, '--dir', `${folder}::/`, program]);
  const written = () => readFileSync(join(folder, 'out.txt'), 'utf8');
  /** The lines of calls with a mark. */
  const marked = (trace: string) => trace.split('\n').filter(line => /\((?:INJECTED|DELAYED)\)/.test(line));

  it('with nothing by default', () => {
    const { status, stdout, stderr } = run();
    expect([status, stdout]).to.deep.equal([0, attempts('written', 'written', 'written', 'written', 'written')]);
    expect(marked(stderr)).to.deep.equal([]);
    expect(written()).to.equal(LINE.repeat(5));
  });

  for (const [expression, results, lines] of [
    ['inject=fd_write:error=ENOSPC:when=3', ['written', 'written', 'No space left on device', 'written', 'written'], 4],
    [
      'inject=fd_write:error=nospc:when=2..4+2',
      ['written', 'No space left on device', 'written', 'No space left on device', 'written'],
      3,
    ],
    [
      'fault=fd_write:when=4+',
      ['written', 'written', 'written', 'Function not implemented', 'Function not implemented'],
      3,
    ],
    ['inject=/^fd_write$/:error=29:when=1', ['I/O error', 'written', 'written', 'written', 'written'], 4],
    ['inject=fd_write:retval=15:when=1', ['written', 'written', 'written', 'written', 'written'], 4],
    [
      'inject=fd_write:retval=4:when=1',
      ['4 of 15 bytes, written', 'written', 'written', 'written', 'written'],
      undefined,
    ],
    ['inject=fd_close:error=EIO:when=1', [...Array(5).fill('written'), 'I/O error'], 5],
    ['inject=fd_close:retval=0:when=1', [...Array(5).fill('written'), 'closed', 'closed'], 5],
  ] as [string, string[], number | undefined][]) {
    it(`-e ${expression}`, () => {
      const { stdout, stderr } = run('-P', '/out.txt', '-e', expression);
      expect(stdout).to.equal(attempts(...results));
      expect(marked(stderr)).to.have.length.greaterThan(0);
      for (const line of marked(stderr)) expect(line).to.match(/^\w+\(.*\(INJECTED\)$/);
      if (lines !== undefined) expect(written()).to.equal(LINE.repeat(lines));
    });
  }

  it('marks what it did behind the result, before the time', () => {
    const { stderr } = run('-T', '-P', '/out.txt', '-e', 'inject=fd_write:error=ENOSPC:delay_enter=2ms:when=3');
    const [line, ...others] = marked(stderr);
    expect(others).to.deep.equal([]);
    expect(line).to.match(
      /^fd_write\(4<\/out\.txt>, \[\{buf="a line of text\\n", buf_len=15\}\], 1\) = -1 ENOSPC \(No space left on device\) \(INJECTED\) \(DELAYED\) <0\.0\d+>$/,
    );
    expect(Number(/<([\d.]+)>$/.exec(line ?? '')?.[1])).to.be.at.least(0.002);
  });

  it('delays before and after a call, in the given units', () => {
    const { stdout, stderr } = run(
      ...['--host', 'deterministic', '-T', '-P', '/out.txt'],
      ...['-e', 'inject=fd_write:delay_enter=1500:when=1', '-e', 'inject=fd_write:delay_exit=2s:when=2'],
      ...[
        '-e',
        'inject=fd_write:delay_enter=3ms:delay_exit=4ms:when=3',
        '-e',
        'inject=fd_write:delay_enter=5us:when=3',
      ],
    );
    expect(stdout).to.equal(attempts(...Array(5).fill('written')));
    const times = marked(stderr).map(line => Number(/ = 15 \(DELAYED\) <(.*)>$/.exec(line)?.[1]));
    expect(times).to.have.length(3);
    // Each look at the clock takes a microsecond.
    for (const [i, expected] of [0.0015, 2, 0.007005].entries()) expect(times[i]).to.be.closeTo(expected, 0.00002);
  });

  it('combines several', () => {
    const { stdout } = run(
      ...['-P', '/out.txt', '-e', 'fault=fd_write:error=EIO:when=1', '-e', 'fault=fd_write:error=ENOSPC:when=2+2'],
    );
    expect(stdout).to.equal(
      attempts('I/O error', 'No space left on device', 'written', 'No space left on device', 'written'),
    );
  });

  it('with calls that are not shown, too', () => {
    const { stdout, stderr } = run('-e', 'trace=path_open', '-e', 'fault=fd_write:error=EIO:when=1');
    expect(stdout).to.equal(attempts('I/O error', ...Array(4).fill('written')));
    expect(stderr.split('\n').filter(line => !/^(path_open\(|\+\+\+|$)/.test(line))).to.deep.equal([]);
  });

  it('injects an error that the call does not have if forced', () => {
    const { stdout } = run('-P', '/out.txt', '-e', 'inject=fd_write:error=EDOM:when=1:force');
    expect(stdout).to.equal(attempts('Domain error', ...Array(4).fill('written')));
  });

  it('counts in the summary', () => {
    const { stderr } = run('-c', '-P', '/out.txt', '-e', 'fault=fd_write:error=EIO:when=2..3');
    expect(stderr).to.match(/ 2 +\d+ fd_write\n/);
  });

  for (const [option, message] of [
    [
      'inject=fd_read:error=ENOSPC',
      'fd_read does not give ENOSPC: it can give EAGAIN, EBADF, EFAULT, EINVAL, EIO, EISDIR; add force to have it do so all the same',
    ],
    ['inject=fd_raed:error=EIO', "unknown hostcall 'fd_raed'; did you mean fd_read, fd_pread?"],
    ['inject=fd_read:error=EOI', "unknown errno 'EOI'; did you mean EIO?"],
    ['inject=fd_read', 'nothing is to be done to fd_read; add an error, a retval, or a delay on entry or exit'],
    ['fault=fd_read:retval=0', 'fault= takes no retval; write inject= instead'],
    ['inject=fd_read:when=0:error=EIO', 'invalid when=0; calls are counted from 1'],
    ['inject=fd_sync:retval=1', 'fd_sync returns only success; its retval can only be 0'],
    [
      'inject=fd_read:signal=TERM',
      'there is no signal=: a host cannot send a WASI program a signal; make the call fail, for instance with error=EINTR:force',
    ],
    ['inejct=fd_read:error=EIO', "unknown qualifier 'inejct' in -e 'inejct=fd_read:error=EIO'; did you mean inject=?"],
  ] as const) {
    it(`refuses -e ${option}`, () => {
      const ended = hostcall(['trace', '-e', option, program]);
      expect(ended).to.include({ status: 2, stdout: '' });
      expect(errorLine(ended)).to.equal(message);
    });
  }

  describe('by chance', () => {
    const chaotic = (seed: string, ...options: string[]) =>
      run('--host', 'deterministic', '-P', '/out.txt', '--chaos', seed, ...options);

    it('the same for the same seed, other things for another', () => {
      const traces = ['5:0.6', '5:0.6', '5:60%', '9:0.6'].map(seed => chaotic(seed));
      const [first, second, third, other] = traces.map(({ stdout, stderr }) => ({ stdout, stderr }));
      expect(second).to.deep.equal(first);
      expect(third).to.deep.equal(first);
      expect(other?.stderr).to.not.equal(first?.stderr);
      expect(marked(first?.stderr ?? '')).to.have.length.greaterThan(1);
    });

    it('and tells the seed at the beginning and at the end', () => {
      const { stderr } = chaotic('5:0.6');
      const lines = stderr.trimEnd().split('\n');
      expect(lines[0]).to.equal('hostcall: chaos with seed 5 and rate 0.6');
      const count = marked(stderr).length;
      expect(lines.slice(-2)[0]).to.match(/^\+\+\+ exited with \d \+\+\+$/);
      expect(lines.at(-1)).to.equal(`hostcall: chaos affected ${count} calls; repeat it with --chaos 5:0.6`);
    });

    it('with a random seed, which repeats what it did', () => {
      const first = chaotic('random:0.4');
      const seed = /^hostcall: chaos with seed (\d+) and rate 0\.4$/m.exec(first.stderr)?.[1] ?? '';
      expect(chaotic(`${seed}:0.4`).stderr).to.equal(first.stderr);
    });

    it('in one call of twenty unless another rate is given, and in none at a rate of 0', () => {
      expect(chaotic('3').stderr).to.contain('hostcall: chaos with seed 3 and rate 0.05\n');
      const { stdout, stderr } = chaotic('3:0');
      expect(stdout).to.equal(attempts(...Array(5).fill('written')));
      expect(stderr).to.contain('hostcall: chaos affected 0 calls; repeat it with --chaos 3:0\n');
    });

    it('beside injected faults, which take precedence', () => {
      for (const seed of ['1', '2', '3']) {
        const { stdout } = chaotic(`${seed}:0`, '-e', 'fault=fd_write:error=EIO:when=2');
        expect(stdout).to.equal(attempts('written', 'I/O error', ...Array(3).fill('written')));
        expect(chaotic(`${seed}:1`, '-e', 'fault=fd_write:error=EBADF').stdout).to.not.contain('written');
      }
    });

    it('prints the seed on stderr when the trace goes to a file', () => {
      const file = join(scratch.path, 'trace.txt');
      const { stderr } = chaotic('7:0.5', '-o', file);
      expect(stderr.split('\n')).to.have.length(3);
      expect(readFileSync(file, 'utf8')).to.not.contain('chaos');
    });

    for (const [text, message] of [
      ['x', "invalid chaos seed 'x'; write a whole number, or random, such as --chaos 42"],
      ['-1', "invalid chaos seed '-1'; write a whole number, or random, such as --chaos 42"],
      ['18446744073709551616', '--chaos 18446744073709551616 is too large; the maximum is 18446744073709551615'],
      ['1:', "invalid chaos rate ''; write a number from 0 to 1, or a percentage, such as --chaos 42:0.1"],
      ['1:1.5', "invalid chaos rate '1.5'; write a number from 0 to 1, or a percentage, such as --chaos 42:0.1"],
      ['1:101%', "invalid chaos rate '101%'; write a number from 0 to 1, or a percentage, such as --chaos 42:0.1"],
      ['1:often', "invalid chaos rate 'often'; write a number from 0 to 1, or a percentage, such as --chaos 42:0.1"],
    ] as const) {
      it(`not with ${text}`, () => {
        const ended = hostcall(['trace', `--chaos=${text}`, program]);
        expect(ended).to.include({ status: 2, stdout: '' });
        expect(errorLine(ended)).to.equal(message);
      });
    }
  });

  it('with esbuild, whose disk is full after the first write', async function () {
    this.timeout(2 * PATIENCE);
    const { esbuildWasm } = await import('../../../programs/packages.js');
    writeFileSync(join(folder, 'main.ts'), "console.log('hello' as string);\n");
    const esbuild = scratch.file('esbuild.wasm', readFileSync(esbuildWasm));
    const bundling = (when: string) =>
      hostcall([
        ...['trace', '-e', 'trace=fd_write', '-e', `fault=fd_write:error=ENOSPC:when=${when}`],
        ...['--dir', `${folder}::/`, '--env', 'PWD=/', esbuild],
        ...['/main.ts', '--bundle', '--outfile=/out.js', '--color=false', '--log-level=error'],
      ]);
    const second = bundling('2+');
    expect(second.status).to.equal(0);
    expect(marked(second.stderr)).to.deep.equal([]);
    expect(readFileSync(join(folder, 'out.js'), 'utf8')).to.contain('console.log("hello")');
    const first = bundling('1');
    expect(first.status).to.equal(1);
    expect(first.stderr).to.contain('Failed to write to output file: write /out.js: No space left on device');
    expect(marked(first.stderr)).to.have.length(1);
    expect(existsSync(join(folder, 'out.js'))).to.equal(true);
  });
});
