import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { readRecording } from '../../../../application/recording/index.js';
import { BUILD_TIMEOUT } from '../../../guests/build-c.js';
import { buildThreads } from '../../../guests/build-threads.js';
import { errorLine, hostcall, PATIENCE, Scratch, trapLines } from '../command-line.js';

describe('A program with threads', function () {
  this.timeout(PATIENCE);
  let scratch: Scratch;
  let program: string;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    scratch = new Scratch();
    program = scratch.file('threads.wasm', await buildThreads());
  });
  after(() => scratch.remove());

  const inScratch = () => ({ cwd: scratch.path });

  it('runs', () => {
    expect(hostcall(['run', program, 'greeting'])).to.deep.equal({
      status: 0,
      stdout: 'one\ntwo\nthree\n',
      stderr: '',
    });
  });

  it('uses files in a directory that it is given, here in memory', () => {
    expect(hostcall(['run', '--mem', '/', program, 'files'])).to.include({ status: 0, stderr: '' });
  });

  it('has a trace in which lines of other threads than the first begin with their numbers', () => {
    const { status, stderr } = hostcall(['trace', '-e', 'thread-spawn,fd_write', program, 'greeting']);
    expect(status).to.equal(0);
    expect(stderr.split('\n').map(line => line.replace(/\(\d+\) +=/, '(…) ='))).to.deep.equal([
      'thread-spawn(…) = 2',
      '[tid 2] fd_write(1<stdout>, [{buf="one\\n", buf_len=4}], 1) = 4',
      'thread-spawn(…) = 3',
      '[tid 3] fd_write(1<stdout>, [{buf="two\\n", buf_len=4}], 1) = 4',
      'fd_write(1<stdout>, [{buf="three\\n", buf_len=6}], 1) = 6',
      '+++ exited with 0 +++',
      '',
    ]);
  });

  it('has the numbers in NDJSON, and rows of its threads in Chrome’s format', () => {
    const exported = (format: string) => {
      const { status } = hostcall(['trace', '--format', format, '-o', `t.${format}`, program, 'greeting'], inScratch());
      expect(status).to.equal(0);
      return scratch.text(`t.${format}`);
    };
    const lines = exported('ndjson')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    const writes = lines.filter(({ name }) => name === 'fd_write');
    expect(writes.map(({ thread }) => thread)).to.deep.equal([2, 3, undefined]);
    const { traceEvents } = JSON.parse(exported('chrome')) as {
      readonly traceEvents: readonly {
        readonly name: string;
        readonly tid: number;
        readonly args: { readonly name?: string };
      }[];
    };
    const rows = new Map(
      traceEvents.filter(({ name }) => name === 'thread_name').map(({ tid, args }) => [tid, args.name]),
    );
    const on = traceEvents.filter(({ name }) => name === 'fd_write').map(({ tid }) => rows.get(tid));
    expect(on).to.deep.equal(['thread 2', 'thread 3', 'descriptor 1']);
  });

  it('counts the calls of all threads', () => {
    const { stderr } = hostcall(['trace', '-c', program, 'greeting']);
    expect(stderr)
      .to.match(/ 3 +14 fd_write\n/)
      .and.to.match(/ 2 +thread-spawn\n/);
  });

  it('shows the stack of the thread that makes a call', () => {
    const { stderr } = hostcall(['trace', '-k', '-e', 'fd_write', program, 'greeting']);
    const [, first] = stderr.split('[tid 2] ');
    expect(first).to.match(/^fd_write.*\n( >.*\n)*? >.*\(begin_thread\+0x/);
  });

  it('is recorded; the recording is printed, and not replayed', () => {
    expect(hostcall(['record', '-o', 'r.hcr', program, 'greeting'], inScratch()).status).to.equal(0);
    const { header } = readRecording(new Uint8Array(readFileSync(join(scratch.path, 'r.hcr'))));
    expect(header.threads).to.equal(true);
    const printed = hostcall(['replay', '--print', 'r.hcr'], inScratch());
    expect(printed.status).to.equal(0);
    expect(printed.stdout + printed.stderr).to.contain(
      '[tid 3] fd_write(1<stdout>, [{buf="two\\n", buf_len=4}], 1) = 4',
    );
    const replayed = hostcall(['replay', 'r.hcr'], inScratch());
    expect(replayed.status).to.equal(2);
    expect(errorLine(replayed)).to.equal(
      'r.hcr is of a program with threads, which make their calls in another order each time; look at it with --print',
    );
  });

  it('ends with the exit code that any thread gives', () => {
    expect(hostcall(['run', program, 'exiting'])).to.include({ status: 7, stderr: '' });
  });

  it('traps with the functions of the thread that trapped', () => {
    const ended = hostcall(['run', program, 'trapping']);
    expect(ended.status).to.equal(134);
    const { line, stack } = trapLines(ended);
    expect(line).to.contain('unreachable');
    expect(stack.join('\n')).to.match(/\(trap\+0x[\s\S]*\(begin_thread\+0x/);
  });

  for (const command of ['run', 'trace', 'record']) {
    it(`is ended by --timeout of ${command} while all its threads compute, sleep and wait`, () => {
      const ended = hostcall([command, '--timeout', '700ms', program, 'lasting'], inScratch());
      expect(ended).to.include({ status: 124, stdout: 'ready\n' });
      expect(ended.stderr).to.contain('the program was ended after 0.7 s');
      expect(ended.stderr).not.to.contain('could not be interrupted');
    });
  }

  it('may have as many threads as --max-threads says', () => {
    expect(hostcall(['run', '--max-threads', '3', program, 'limits'])).to.include({ status: 0, stdout: '02\n' });
    const none = hostcall(['run', '--max-threads', '0', program, 'limits']);
    expect(none.status).to.equal(2);
    expect(errorLine(none)).to.equal('--max-threads 0 is too small; the minimum is 1');
  });

  it('has its memory limited by --max-memory', () => {
    expect(hostcall(['run', '--max-memory', '1245184', program, 'growing'])).to.include({ status: 1 });
  });

  it('is refused with --max-cpu-time, which is of one thread', () => {
    const refused = hostcall(['run', '--max-cpu-time', '5', program, 'greeting']);
    expect(refused.status).to.equal(2);
    expect(errorLine(refused)).to.equal(
      `--max-cpu-time is the time of one thread, and ${program} has several; leave it out, and give a --timeout`,
    );
  });

  it('can run, according to check', () => {
    const { status, stdout } = hostcall(['check', program]);
    expect(status).to.equal(0);
    expect(stdout)
      .to.match(/1 from wasi, all known: thread-spawn/)
      .and.to.match(/It can run here\.\n$/);
  });
});
