import { expect } from 'chai';
import { ShownCalls } from '../../../../adapters/inspector/list/shown-calls.js';
import { CallTimes } from '../../../../adapters/inspector/timeline/call-times.js';
import { CallList } from '../../../../application/inspection/index.js';

/** Descriptors of a run of calls of fd_close; the odd calls fail. */
function listOf(descriptors: readonly number[]): CallList {
  const calls = new CallList();
  const lines = descriptors.map(fd => `fd_close(${fd}) = ${fd % 2 === 1 ? '-1 EBADF (Bad file descriptor)' : '0'}\n`);
  calls.add(new TextEncoder().encode(lines.join('')));
  calls.finish();
  return calls;
}

/** Waits until the list shows so many calls, in that order. */
async function shows(shown: ShownCalls, wanted: readonly number[]): Promise<void> {
  while (String([...shown.rows.value.calls]) !== String(wanted)) await new Promise(setImmediate);
}

describe('The calls that the list shows', () => {
  it('are sorted, filtered and sorted, and as they were made again', async () => {
    const calls = listOf([5, 8, 3, 4]);
    while (calls.advance());
    const shown = new ShownCalls(calls, new CallTimes(calls));
    shown.grow();
    await shows(shown, [0, 1, 2, 3]);
    shown.sort({ by: 'descriptor', descending: true });
    await shows(shown, [1, 0, 3, 2]);
    expect(shown.resets.value).to.equal(1);
    shown.filter.value = 'status=failed';
    await shows(shown, [0, 2]);
    expect(shown.rows.value.complete).to.equal(false);
    shown.sort({ by: 'descriptor', descending: false });
    await shows(shown, [2, 0]);
    shown.sort(undefined);
    await shows(shown, [0, 2]);
    // Where the list was, it stays.
    expect(shown.resets.value).to.equal(2);
    shown.sort({ by: 'descriptor', descending: false });
    await shows(shown, [2, 0]);
    shown.showAll();
    await shows(shown, [0, 1, 2, 3]);
  });

  it('stay as they are while a filter is not whole', async () => {
    const calls = listOf([1, 2]);
    while (calls.advance());
    const shown = new ShownCalls(calls, new CallTimes(calls));
    shown.filter.value = 'status=failed';
    await shows(shown, [0]);
    shown.filter.value = 'status=';
    while (shown.problem.value === undefined) await new Promise(setImmediate);
    await shows(shown, [0]);
  });

  it('are sorted while calls are read, however often more are', async () => {
    const calls = listOf(Array.from({ length: 40 }, (_, call) => 100 - call));
    const shown = new ShownCalls(calls, new CallTimes(calls));
    shown.sort({ by: 'descriptor', descending: false });
    let lists = 0;
    shown.rows.subscribe(() => lists++);
    while (calls.advance(1)) {
      shown.grow();
      shown.grow();
      await new Promise(setImmediate);
    }
    expect(lists).to.be.greaterThan(1);
    shown.grow();
    await shows(
      shown,
      Array.from({ length: 40 }, (_, row) => 39 - row),
    );
    shown.close();
  });
});
