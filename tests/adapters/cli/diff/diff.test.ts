import { join } from 'node:path';
import { expect } from 'chai';
import { esbuildProject } from '../../../programs/esbuild.js';
import { esbuildWasm } from '../../../programs/packages.js';
import { errorLine } from '../command-line.js';
import { tracesBefore } from './traces.js';

const DETERMINISTIC = ['--host', 'deterministic'];

/** The lines from a heading to the next empty line. */
function section(text: string, heading: string): string[] {
  const lines = text.split('\n');
  const start = lines.findIndex(line => line.startsWith(heading));
  if (start < 0) throw new Error(`no '${heading}' in ${text}`);
  const rest = lines.slice(start);
  return rest.slice(0, rest.indexOf(''));
}

describe('hostcall diff', () => {
  const traces = tracesBefore(() => {
    const good = traces().folder('good', { 'a.txt': 'first\n', 'b.txt': 'second\n' });
    const bad = traces().folder('bad', { 'a.txt': 'fist\n', 'b.txt': 'second\n' });
    const work = [traces().chores, 'show', '/a.txt', 'append', '/b.txt', 'more', 'show', '/b.txt'];
    traces().trace('one.txt', ...DETERMINISTIC, '--dir', `${good}::/`, ...work);
    traces().trace('two.txt', ...DETERMINISTIC, '--dir', `${good}::/`, ...work);
    traces().trace('readonly.txt', ...DETERMINISTIC, '--dir', `${good}::/:ro`, ...work);
    traces().trace('real.txt', '--dir', `${good}::/:ro`, ...work);
    traces().trace('real-again.txt', '--dir', `${good}::/:ro`, ...work);
    traces().trace('input.txt', ...DETERMINISTIC, '--dir', `${bad}::/`, ...work);
    traces().trace('longer.txt', ...DETERMINISTIC, '--dir', `${good}::/`, ...work, 'show', '/missing');
  });

  it('says that two runs of the same are the same, and nothing else', () => {
    const calls = traces().text('one.txt').split('\n').length - 2;
    expect(traces().diff('one.txt', 'two.txt')).to.deep.equal({
      status: 0,
      stdout: `one.txt and two.txt: the same ${calls} calls, exited with 0\n`,
      stderr: '',
    });
  });

  it('shows the call at which a changed file is first noticed, and what follows from it', () => {
    const { status, stdout, stderr } = traces().diff('one.txt', 'input.txt');
    expect(stderr).to.equal('');
    expect(status).to.equal(1);
    expect(stdout).to.match(/^--- one\.txt: \d+ calls, exited with 0\n\+\+\+ input\.txt: \d+ calls, exited with 0\n\n/);
    const parting = section(stdout, 'They first differ where');
    expect(parting[0]).to.match(
      /^They first differ where fd_read \(call (\d+) of one\.txt, call \1 of input\.txt\) returned something else:$/,
    );
    const changed = parting.filter(line => /^[-+]/.test(line)).slice(0, 2);
    expect(changed[0]).to.match(/^- +\d+ +fd_read\(4<\/a\.txt>, \[\{buf="first\\n", buf_len=/);
    expect(changed[1]).to.match(/^\+ +\d+ {2}fd_read\(4<\/a\.txt>, \[\{buf="fist\\n", buf_len=/);
    // Three calls before it, as diff has it.
    expect(parting.findIndex(line => line.startsWith('-'))).to.equal(4);
    expect(section(stdout, 'Different arguments')[0]).to.match(/^Different arguments: \d+ calls? \(.*fd_write \d/);
    expect(stdout).to.not.contain('Only in');
  });

  it('shows the call that failed', () => {
    const { status, stdout } = traces().diff('one.txt', 'readonly.txt');
    expect(status).to.equal(1);
    const parting = section(stdout, 'They first differ where');
    expect(parting[0]).to.match(
      /^They first differ where path_open \(call \d+ of one\.txt, call \d+ of readonly\.txt\) returned something else:$/,
    );
    expect(parting.find(line => line.startsWith('+'))).to.contain('= -1 EROFS (Read-only file system)');
    // The opened file was written to and closed.
    expect(section(stdout, 'Only in one.txt')[0])
      .to.match(/fd_write 1/)
      .and.to.match(/fd_close 1/);
  });

  it('shows a failure that was injected, and does not count a delay', () => {
    const words = ['--dir', `${join(traces().path, 'good')}::/`, traces().chores, 'show', '/a.txt'];
    traces().trace('plain.txt', ...DETERMINISTIC, ...words);
    traces().trace('injected.txt', '-e', 'inject=fd_read:error=EIO:when=1', ...DETERMINISTIC, ...words);
    traces().trace('delayed.txt', '-e', 'inject=fd_read:delay_enter=1000', ...DETERMINISTIC, ...words);
    expect(traces().diff('plain.txt', 'delayed.txt').status).to.equal(0);
    const { status, stdout } = traces().diff('plain.txt', 'injected.txt');
    expect(status).to.equal(1);
    const parting = section(stdout, 'They first differ where');
    expect(parting[0]).to.match(/^They first differ where fd_read \(.*\) returned something else:$/);
    expect(parting.find(line => line.startsWith('+'))).to.match(
      /fd_read\(4<\/a\.txt>, .*= -1 EIO \(I\/O error\) \(INJECTED\)$/,
    );
  });

  it('shows calls that only one of them has, from either side', () => {
    const longer = traces().diff('one.txt', 'longer.txt');
    expect(longer.status).to.equal(1);
    const only = section(longer.stdout, 'Only in longer.txt');
    expect(only[0]).to.match(/path_open 1/);
    expect(longer.stdout).to.match(/^\+ +\d+ {2}path_open\(.*"missing".*ENOENT/m);
    const shorter = traces().diff('longer.txt', 'one.txt');
    expect(section(shorter.stdout, 'Only in longer.txt')[0]).to.equal(only[0]);
    expect(shorter.stdout).to.match(/^- +\d+ +path_open\(.*"missing".*ENOENT/m);
  });

  it('compares the number of calls and their times, side by side', () => {
    const table = section(traces().diff('--times', 'real-again.txt', 'real.txt').stdout, 'Time per hostcall');
    expect(table[1]).to.match(/^calls A +calls B +seconds A +seconds B +µs\/call A +µs\/call B +B\/A +hostcall$/);
    const lines = traces().text('real.txt').split('\n');
    const writes = lines.filter(line => line.startsWith('fd_write('));
    const seconds = writes.reduce((sum, line) => sum + Number(/<([\d.]+)>$/.exec(line)?.[1]), 0);
    const row =
      table
        .find(line => line.endsWith('  fd_write'))
        ?.trim()
        .split(/\s+/) ?? [];
    expect(row[1]).to.equal(String(writes.length));
    expect(row[3]).to.equal(seconds.toFixed(6));
    expect(table.at(-1)).to.match(/total$/);
  });

  it('omits columns for times that are missing', () => {
    const untimed = traces()
      .text('one.txt')
      .replace(/ <[\d.]+>$/gm, '');
    traces().file('untimed.txt', untimed);
    const { status, stdout } = traces().diff('--times', 'untimed.txt', 'untimed.txt');
    expect(status).to.equal(0);
    expect(section(stdout, 'Time per hostcall')[1]).to.equal('calls A  calls B  hostcall');
  });

  it('finds, with two inputs of esbuild, the file that changed', function () {
    this.timeout(240_000);
    const one = traces().folder('project', esbuildProject);
    const other = traces().folder('changed', {
      ...esbuildProject,
      'src/report.ts': `${esbuildProject['src/report.ts']}// one more line\n`,
    });
    const words = [esbuildWasm, 'src/main.ts', '--bundle', '--outdir=/out'];
    for (const [name, folder] of [
      ['esbuild-a.txt', one],
      ['esbuild-b.txt', one],
      ['esbuild-c.txt', other],
    ] as const)
      traces().trace(name, ...DETERMINISTIC, '--dir', `${folder}::/`, ...words);
    expect(traces().diff('esbuild-a.txt', 'esbuild-b.txt').status).to.equal(0);
    const { status, stdout } = traces().diff('-e', '!%clock', 'esbuild-a.txt', 'esbuild-c.txt');
    expect(status).to.equal(1);
    const parting = section(stdout, 'They first differ where');
    const [ours, theirs] = parting.filter(line => /^[-+]/.test(line)) as [string, string];
    expect(ours).to.match(/report\.ts.*size=\d+/);
    const size = (line: string) => Number(/size=(\d+)/.exec(line)?.[1]);
    expect(size(theirs) - size(ours)).to.equal('// one more line\n'.length);
  });

  it('compares text with NDJSON', () => {
    const work = [traces().chores, 'show', '/a.txt', 'append', '/b.txt', 'more', 'show', '/b.txt'];
    for (const [name, folder] of [
      ['one.ndjson', 'good'],
      ['input.ndjson', 'bad'],
    ] as const)
      traces().trace(name, ...DETERMINISTIC, '--dir', `${join(traces().path, folder)}::/`, ...work);
    const same = traces().diff('one.txt', 'one.ndjson');
    expect(same.stdout).to.match(/^one\.txt and one\.ndjson: the same \d+ calls, exited with 0\n$/);
    expect(same.status).to.equal(0);
    const [text, json] = ['input.txt', 'input.ndjson'].map(name => {
      const { status, stdout } = traces().diff('one.ndjson', name);
      expect(status).to.equal(1);
      return stdout.replaceAll(name, 'input').split('Time per hostcall')[0];
    });
    expect(json).to.equal(text);
  });

  it('escapes terminal control characters', () => {
    const line = 'path_open(3</>, 0, "a\u001b[2J", 0, 0, 0, 0) = 4</a\u009b>\n';
    traces().file('hostile.txt', line);
    traces().file('quiet.txt', 'sched_yield() = 0\n+++ trapped: \u001b[2J +++\n');
    for (const more of [[], ['--all'], ['-s', '9']]) {
      const { stdout } = traces().diff(...more, 'hostile.txt', 'quiet.txt');
      expect(stdout).to.contain('"a\\u{1b}[2J"').and.to.contain('4</a\\u{9b}>');
      expect(stdout).to.not.match(/[^\P{Cc}\n]/u);
    }
  });

  it('says where too many consecutive calls differ to be aligned', function () {
    this.timeout(60_000);
    const same = 'sched_yield() = 0\n'.repeat(5);
    const seeks = (from: number) =>
      Array.from({ length: 140_000 }, (_, n) => `fd_seek(4, ${from + n}, SEEK_SET) = 0\n`);
    traces().file('seeks.txt', same + seeks(0).join(''));
    traces().file('other-seeks.txt', same + seeks(1_000_000).join(''));
    const { status, stdout } = traces().diff('seeks.txt', 'other-seeks.txt');
    expect(status).to.equal(1);
    expect(stdout).to.contain('--- seeks.txt: 140005 calls\n');
    expect(stdout).to.contain(
      '\nFrom call 5 of seeks.txt and 5 of other-seeks.txt on, too few of 131072 calls in a row are the same:\n',
    );
    expect(traces().diff('seeks.txt', 'seeks.txt').stdout).to.not.contain('too few');
  });

  it('says when only the ends of the programs differ', () => {
    const text = traces().text('one.txt');
    traces().file('trapped.txt', text.replace('exited with 0', 'trapped: unreachable'));
    const { status, stdout } = traces().diff('one.txt', 'trapped.txt');
    expect(status).to.equal(1);
    expect(stdout).to.contain('+++ trapped.txt: ');
    expect(stdout).to.contain(', trapped: unreachable\n\nThe calls are the same, but the program ended differently.\n');
  });

  describe('options', () => {
    it('-q says only that they differ', () => {
      expect(traces().diff('-q', 'one.txt', 'two.txt')).to.deep.equal({ status: 0, stdout: '', stderr: '' });
      expect(traces().diff('--brief', 'one.txt', 'input.txt')).to.deep.equal({
        status: 1,
        stdout: 'Traces one.txt and input.txt differ\n',
        stderr: '',
      });
    });

    it('--strict counts what changes from run to run', () => {
      const text = traces().text('one.txt');
      traces().file('moved.txt', text.replace(/^(fd_prestat_get\(4, )0x[0-9a-f]+/m, '$10x1'));
      expect(traces().diff('one.txt', 'moved.txt').status).to.equal(0);
      const { status, stdout } = traces().diff('--strict', 'one.txt', 'moved.txt');
      expect(status).to.equal(1);
      expect(stdout).to.contain('They first differ where fd_prestat_get');
    });

    it('-e compares some hostcalls only, and keeps their numbers', () => {
      expect(traces().diff('-e', 'trace=fd_prestat_get', 'one.txt', 'input.txt')).to.deep.equal({
        status: 0,
        stdout: 'one.txt and input.txt: the same 2 calls, exited with 0\n',
        stderr: '',
      });
      const [all, some] = [[], ['-e', 'fd_read']].map(
        words => /They first differ where .*/.exec(traces().diff(...words, 'one.txt', 'input.txt').stdout)?.[0],
      );
      expect(some).to.be.a('string').that.equals(all);
      const wrong = traces().diff('-e', 'nosuch', 'one.txt', 'two.txt');
      expect(wrong.status).to.equal(2);
      expect(errorLine(wrong)).to.match(/^unknown hostcall 'nosuch'; /);
      expect(errorLine(traces().diff('-e', 'status=failed', 'one.txt', 'two.txt'))).to.equal(
        "unknown qualifier 'status' in -e; write -e trace=SET",
      );
    });

    it('-U sets how many calls are shown around', () => {
      const around = (n: string) =>
        section(traces().diff('-U', n, 'one.txt', 'input.txt').stdout, 'They first differ where').findIndex(line =>
          line.startsWith('-'),
        );
      expect(around('0')).to.equal(1);
      expect(around('5')).to.equal(6);
      expect(errorLine(traces().diff('-U', 'many', 'one.txt', 'two.txt'))).to.match(/^invalid -U 'many'/);
    });

    it('--all shows every difference, in hunks', () => {
      const lines = (words: readonly string[]) =>
        traces()
          .diff(...words, 'one.txt', 'real.txt')
          .stdout.split('\n');
      const first = lines([]);
      const all = lines(['--all', '-U', '0']);
      expect(all.filter(line => /^@@ call .* @@$/.test(line))).to.not.be.empty;
      const signs = (text: readonly string[], sign: string) => text.filter(line => line.startsWith(`${sign} `)).length;
      const total = first.reduce(
        (sum, line) => sum + Number(/^(?:Different|Only in).*?: (\d+) calls?/.exec(line)?.[1] ?? 0),
        0,
      );
      const onlyB = Number(/^Only in real\.txt: (\d+)/m.exec(first.join('\n'))?.[1] ?? 0);
      const onlyA = Number(/^Only in one\.txt: (\d+)/m.exec(first.join('\n'))?.[1] ?? 0);
      expect(signs(all, '-')).to.equal(total - onlyB);
      expect(signs(all, '+')).to.equal(total - onlyA);
      expect(errorLine(traces().diff('--all', '-q', 'one.txt', 'two.txt'))).to.match(
        /^-q and --all exclude each other; use one of them$/,
      );
    });

    it('says how many differences of a kind are not shown', () => {
      const text = traces().text('one.txt');
      const more = Array.from({ length: 30 }, (_, i) => `fd_sync(${i + 10}) = -1 EBADF (Bad file descriptor)\n`);
      traces().file('more.txt', text.replace(/^proc_exit|^\+\+\+/m, `${more.join('')}$&`));
      const { stdout } = traces().diff('one.txt', 'more.txt');
      expect(section(stdout, 'They first differ').filter(line => line.startsWith('+'))).to.have.length(8);
      const only = section(stdout, 'Only in more.txt');
      expect(only[0]).to.equal('Only in more.txt: 30 calls (fd_sync 30):');
      expect(only.filter(line => line.startsWith('+'))).to.have.length(5);
      expect(only.at(-1)).to.equal('  … and 17 more; --all shows them');
      expect(only[1]).to.contain('fd_sync(18)');
    });

    it('-s cuts strings', () => {
      const { stdout } = traces().diff('-s', '2', 'one.txt', 'input.txt');
      expect(stdout).to.contain('{buf="fi"..., buf_len=');
      expect(stdout).to.not.contain('"first');
    });

    it('--color colours the output; without it only a terminal gets colours', () => {
      const start = '\u001b[';
      const painted = traces().diff('--color', 'always', 'one.txt', 'input.txt').stdout;
      expect(painted).to.contain(`${start}31m- `).and.to.contain(`${start}32m+ `);
      expect(painted.replaceAll(new RegExp(`${start.replace('[', '\\[')}\\d+m`, 'g'), '')).to.equal(
        traces().diff('one.txt', 'input.txt').stdout,
      );
      for (const choice of ['auto', 'never'])
        expect(traces().diff('--color', choice, 'one.txt', 'input.txt').stdout).to.not.contain(start);
      const wrong = traces().diff('--color', 'sometimes', 'one.txt', 'two.txt');
      expect(wrong.status).to.equal(2);
      expect(errorLine(wrong)).to.equal("invalid --color 'sometimes'; write one of auto, always, never");
    });

    it('- is standard input', () => {
      const input = traces().text('two.txt');
      expect(traces().diffWith({ input }, 'one.txt', '-').status).to.equal(0);
      expect(traces().diffWith({ input }, '-', 'input.txt').stdout).to.match(/^--- -: \d+ calls/);
      expect(errorLine(traces().diffWith({ input }, '-', '-'))).to.match(/^only one of the traces/);
    });

    it('--help describes everything', () => {
      const { status, stdout } = traces().diff('--help');
      expect(status).to.equal(0);
      for (const word of ['--strict', '--brief', '--all', '--unified', '--color', '-e ', 'Exit status: 0', 'NO_COLOR'])
        expect(stdout).to.contain(word);
    });
  });
});
