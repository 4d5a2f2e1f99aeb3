import { expect } from 'chai';
import { hostcall, PATIENCE } from '../command-line.js';
import { tracesBefore } from './traces.js';

/** Options of `hostcall trace` that print the same calls in another way. */
const SAME: readonly string[] = [
  '-T',
  '-t',
  '-tt',
  '-ttt',
  '-r',
  '-ttt -r',
  '-n',
  '-x',
  '-xx',
  '-yy',
  '-yy -xx',
  '-k',
  '--fold -x',
  '--fold -T -k',
  '--why',
  '-a 0',
  '-e read=all -e write=all',
  '-C',
  '--explain-failures',
  '-C --explain-failures',
  '-tt -r -n -T -yy -xx -k -e read=all',
];

/** Options that print more of what calls gave, or print it as numbers, and the first hostcall at which that shows. */
const OTHERS: Readonly<Record<string, string>> = {
  '-v': 'fd_fdstat_get',
  '-X raw': 'args_sizes_get',
  '-X verbose': 'fd_prestat_get',
  '--decode-fds none': 'fd_fdstat_get',
};

describe('hostcall diff reads every form of a trace', () => {
  const traces = tracesBefore(() => {
    traced('plain.txt');
  });

  /** Traces the same run, from its beginning. */
  function traced(name: string, ...options: readonly string[]): string {
    // Between the angle brackets of -yy stands where that is; a name that could be taken for an end of it is the worst case.
    const folder = 'at 1<"a>) = 2>';
    traces().folder(folder, { 'a.txt': 'say "hi", (twice) = 2\nα', 'with <b> \\x41 α': '\0\x017\x7f' });
    const work = ['list', '/', 'show', '/a.txt', 'show', '/with <b> \\x41 α', 'show', '/c', 'append', '/a.txt', 'more'];
    const words = [
      'trace',
      ...options,
      '-o',
      name,
      '--host',
      'deterministic',
      '--dir',
      `${folder}::/:ro`,
      traces().chores,
    ];
    const { status, stderr } = hostcall([...words, ...work], { cwd: traces().path });
    expect(status, stderr).to.be.oneOf([0, 1]);
    return traces().text(name);
  }

  for (const options of SAME) {
    it(`${options}: the same run`, () => {
      expect(traced('form.txt', ...options.split(' '))).to.not.equal(traces().text('plain.txt'));
      expect(traces().diff('--strict', 'plain.txt', 'form.txt').stdout).to.match(
        /^plain\.txt and form\.txt: the same \d+ calls, /,
      );
    }).timeout(PATIENCE);
  }

  for (const [options, call] of Object.entries(OTHERS)) {
    it(`${options}: another text of the same calls, so it is best compared with its like`, () => {
      traced('form.txt', ...options.split(' '));
      traced('again.txt', ...options.split(' '));
      expect(traces().diff('form.txt', 'again.txt').stdout).to.match(/^form\.txt and again\.txt: the same \d+ calls, /);
      const { status, stdout } = traces().diff('plain.txt', 'form.txt');
      expect(status).to.equal(1);
      const [, calls, others] = /^--- plain\.txt: (\d+) calls.*\n\+\+\+ form\.txt: (\d+) calls/.exec(stdout) ?? [];
      expect(calls).to.equal(others);
      expect(stdout).to.contain(`They first differ where ${call} `);
    });
  }
});
