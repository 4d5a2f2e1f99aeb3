import { expect } from 'chai';
import { TraceFormatError } from '../../../application/comparison/index.js';
import { NdjsonExporter } from '../../../application/formats/index.js';
import { CallList, Mark, Selection, Status } from '../../../application/inspection/index.js';
import { RecordingError, readRecording } from '../../../application/recording/index.js';
import { parseFilter } from '../../../application/tracing/index.js';
import { Errno } from '../../../domain/index.js';
import { recordSample } from '../recording/sample-run.js';
import { CALLS_OF_ROUND, recordRounds } from './many-calls.js';

function listOf(...pieces: readonly Uint8Array[]): CallList {
  const list = new CallList();
  for (const piece of pieces) list.add(piece);
  list.finish();
  while (list.advance(3));
  return list;
}

const listOfText = (...lines: readonly string[]) => listOf(new TextEncoder().encode(lines.join('\n')));

const linesOf = (list: CallList) => Array.from({ length: list.length }, (_, index) => list.line(index));

describe('A list of the calls of a recording', () => {
  it('has everything that the recording has of each call', async () => {
    const { file } = await recordSample();
    const calls = [...readRecording(file).calls()];
    const list = listOf(file);
    expect(list.kind).to.equal('recording');
    expect(list.ending).to.equal('exited with 3');
    expect(list.end).to.deep.equal({ exitCode: 3 });
    expect(list.header?.recorder).to.equal('the tests');
    expect(list.progress).to.equal(1);
    expect(linesOf(list)).to.deep.equal(calls.map(call => call.text()));
    const { columns } = list;
    for (const [index, call] of calls.entries()) {
      expect(list.name(index)).to.equal(call.name);
      expect(list.event(index)?.text()).to.equal(call.text());
      expect(columns.errnos[index]).to.equal(call.errno);
      expect(columns.descriptor(index)).to.equal(call.descriptor);
      expect(columns.starts[index]).to.equal(call.start);
      expect(columns.durations[index]).to.equal(call.duration);
      expect(columns.bytes[index]).to.equal(call.bytes);
      expect(columns.instances[index]).to.equal(call.instance);
    }
    const at = (name: string) => calls.findIndex(call => call.name === name);
    expect(columns.other(at('path_open'))).to.equal(4);
    expect(columns.other(at('fd_read'))).to.equal(undefined);
    expect(columns.descriptor(at('random_get'))).to.equal(undefined);
    expect(columns.statuses[at('path_open')]).to.equal(Status.successful);
    expect(columns.statuses[at('path_filestat_get')]).to.equal(Status.failed);
    expect(columns.errnos[at('path_filestat_get')]).to.equal(Errno.ENOENT);
    expect(columns.statuses[at('proc_exit')]).to.equal(Status.unfinished);
    const touches = (name: string) => list.touched.at(columns.touched[at(name)] as number).paths;
    expect(touches('path_filestat_get')).to.deep.equal(['/', '/missing']);
    expect(touches('fd_write')).to.deep.equal(['stdout']);
    expect(touches('random_get')).to.deep.equal([]);
  });

  it('grows with its recording', async () => {
    const file = await recordRounds(1200);
    const list = new CallList();
    const lengths: number[] = [];
    for (let at = 0; at < file.length; at += 50_000) {
      list.add(file.subarray(at, at + 50_000));
      while (list.advance());
      lengths.push(list.length);
    }
    list.finish();
    expect(list.advance()).to.equal(false);
    expect(lengths.at(-1)).to.equal(1200 * CALLS_OF_ROUND);
    expect(new Set(lengths).size).to.be.greaterThan(2);
    // From the last to the first, and across blocks: decoded blocks are dropped.
    const whole = [...readRecording(file).calls()];
    for (let index = list.length - 1; index >= 0; index -= 487) expect(list.line(index)).to.equal(whole[index]?.text());
  });

  it('adds as many calls at a time as requested', async () => {
    const { file } = await recordSample();
    const list = new CallList();
    list.add(file);
    list.finish();
    while (list.length < 5) list.advance(1);
    expect(list.length).to.equal(5);
    expect(list.ending).to.equal(undefined);
  });

  it('marks tampered calls', async () => {
    const list = listOfText(
      'fd_read(4, 0xfde88, 1) = -1 EIO (I/O error) (INJECTED)',
      'sched_yield() = 0 (DELAYED)',
      'fd_close(4) = 0',
    );
    expect([...list.columns.marks.subarray(0, 3)]).to.deep.equal([
      Mark.injected | Mark.descriptor,
      Mark.delayed,
      Mark.descriptor,
    ]);
  });

  it('has the calls before a damaged or missing part of the recording, and reports the damage', async () => {
    const file = await recordRounds(1200);
    const list = new CallList();
    list.add(file.subarray(0, file.length - 5000));
    list.finish();
    expect(() => {
      while (list.advance());
    }).to.throw(RecordingError, 'is cut off');
    expect(list.length)
      .to.be.greaterThan(0)
      .and.lessThan(1200 * CALLS_OF_ROUND);
    expect(list.line(list.length - 1)).to.match(/^\w+\(.*\) += /);
  });
});

describe('A list of the calls of a trace', () => {
  it('has what its lines show', () => {
    const list = listOfText(
      '12:00:01 path_open(3</project>, SYMLINK_FOLLOW, "a\\tb.txt", 0, FD_READ, 0, 0) = 4</project/a\\tb.txt> <0.000036>',
      'path_rename(3</project>, "a", 5</tmp>, "../b") = -1 ENOENT (No such file or directory)',
      ' > some_function [4]',
      'path_symlink("target", 3</project>, "link") = 0',
      'poll_oneoff([{userdata=0x0, FD_READ, fd=0<stdin>}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=1ns, 0}], 2) = 1 ([{userdata=0x0, CLOCK}])',
      'fd_read(4</project/a\\tb.txt>, [{buf="hi\\n", buf_len=512}], 1) = 3 <0.000144>',
      ' * repeated 2 times more',
      'fd_close(-1) = -1 EBADF (Bad file descriptor)',
      'proc_exit(3)                            = ?',
      '+++ exited with 3 +++',
    );
    const { columns, touched } = list;
    expect(list.kind).to.equal('trace');
    expect(list.ending).to.equal('exited with 3');
    expect(Array.from({ length: list.length }, (_, i) => list.name(i))).to.deep.equal([
      'path_open',
      'path_rename',
      'path_symlink',
      'poll_oneoff',
      'fd_read',
      'fd_read',
      'fd_read',
      'fd_close',
      'proc_exit',
    ]);
    const paths = (index: number) => touched.at(columns.touched[index] as number).paths;
    expect([columns.descriptor(0), columns.other(0)]).to.deep.equal([3, 4]);
    expect(paths(0)).to.deep.equal(['/project', '/project/a\tb.txt']);
    expect([columns.descriptor(1), columns.other(1)]).to.deep.equal([3, 5]);
    expect(paths(1)).to.deep.equal(['/project', '/project/a', '/tmp', '/b']);
    expect(columns.errnos[1]).to.equal(Errno.ENOENT);
    expect([columns.descriptor(2), paths(2)]).to.deep.equal([3, ['/project', '/project/link']]);
    expect(touched.at(columns.touched[3] as number)).to.deep.equal({ paths: ['stdin'], awaited: [0] });
    expect([...columns.bytes.subarray(4, 7)]).to.deep.equal([3, 3, 3]);
    expect(columns.durations[0]).to.be.closeTo(36_000, 1);
    expect(columns.durations[1]).to.be.NaN;
    expect(columns.descriptor(7)).to.equal(0xffffffff);
    expect(columns.statuses[8]).to.equal(Status.unfinished);
    expect(list.line(6)).to.equal(list.line(4));
    expect(list.event(0)).to.equal(undefined);
  });

  it('has the threads named before its lines, and those of NDJSON', () => {
    const list = listOfText(
      'sched_yield() = 0',
      '[tid 2] 12:00:01 fd_close(4) = 0',
      '[guest 1 tid 3] sched_yield() = 0',
    );
    expect([...list.columns.threads.subarray(0, 3)]).to.deep.equal([1, 2, 3]);
    const call = { type: 'call', instance: 0, thread: 2, text: '[tid 2] fd_close(4) = 0' };
    expect(listOfText(JSON.stringify(call)).columns.threads[0]).to.equal(2);
    const selection = new Selection(list, parseFilter('thread=2'));
    while (selection.advance());
    expect([...selection.indices]).to.deep.equal([1]);
  });

  it('has the times printed before its lines', () => {
    const list = listOfText(
      '1769817600.500000 sched_yield() = 0 <0.000002>',
      '[guest 1] 12 1769817601.750000 sched_yield() = 0',
      '12:00:01.25 sched_yield() = 0',
      '3 sched_yield() = 0',
      '(+     0.000123) sched_yield() = 0',
    );
    const [first = 0, second = 0, third, ...others] = list.columns.starts.subarray(0, 5);
    // A double has nanoseconds since 1970 to a quarter of a microsecond.
    expect(second - first).to.be.closeTo(1.25e9, 256);
    expect(third).to.equal(43_201.25e9);
    expect(others).to.deep.equal([Number.NaN, Number.NaN]);
  });

  it('is the same out of NDJSON and out of the recording', async () => {
    const { file } = await recordSample();
    const recorded = listOf(file);
    const pieces: string[] = [];
    const exporter = new NdjsonExporter(text => pieces.push(text));
    for (const call of readRecording(file).calls()) exporter.call(call);
    exporter.end({ exitCode: 3 });
    const written = listOf(new TextEncoder().encode(pieces.join('')));
    expect(linesOf(written)).to.deep.equal(linesOf(recorded));
    expect(written.ending).to.equal(recorded.ending);
    const { length } = recorded;
    for (const column of [
      'names',
      'statuses',
      'marks',
      'errnos',
      'descriptors',
      'others',
      'starts',
      'durations',
    ] as const)
      expect([...written.columns[column].subarray(0, length)], column).to.deep.equal([
        ...recorded.columns[column].subarray(0, length),
      ]);
    // A line of fd_prestat_get does not say what the descriptor is called.
    for (let index = 0; index < length; index++) {
      const [one, other] = [written, recorded].map(list => list.touched.at(list.columns.touched[index] as number));
      if (recorded.name(index) !== 'fd_prestat_get') expect(one).to.deep.equal(other);
    }
  });

  it('rejects a text that is not a trace', () => {
    expect(() => listOfText('<script>')).to.throw(TraceFormatError, 'is not a line of a trace');
    expect(() => listOfText('')).to.throw(TraceFormatError, 'is not part of a trace');
  });

  it('keeps text of any kind as text', () => {
    const list = listOfText(
      'fd_write(1<<script>alert(1)</script>>, [{buf="<b>\\33[2J", buf_len=7}], 1) = 7',
      'path_open(3</>, 0, "\\377\\376", 0, 0, 0, 0) = -1 EILSEQ (Illegal byte sequence)',
    );
    expect(list.line(0)).to.include('<script>alert(1)</script>');
    expect(list.touched.at(list.columns.touched[1] as number).paths).to.deep.equal(['/']);
  });
});
