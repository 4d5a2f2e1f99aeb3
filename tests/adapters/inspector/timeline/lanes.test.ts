import { expect } from 'chai';
import { Lanes, laneName } from '../../../../adapters/inspector/timeline/lanes.js';
import { CallList } from '../../../../application/inspection/index.js';

const TRACE = [
  'clock_time_get(CLOCK_MONOTONIC, 0ns, [0.5]) = 0',
  'path_open(3</>, 0, "a", 0, FD_READ, 0, 0) = 4</a>',
  'fd_read(4</a>, [{buf="x", buf_len=1}], 1) = 1',
  'fd_close(4</a>) = 0',
  'path_open(3</>, 0, "b", 0, FD_READ, 0, 0) = 4</b>',
  'fd_read(4</b>, [{buf="x", buf_len=1}], 1) = 1',
  'fd_write(1<stdout>, [{buf="x", buf_len=1}], 1) = 1',
];

function lanesOf(lines: readonly string[]): Lanes {
  const list = new CallList();
  list.add(new TextEncoder().encode(`${lines.join('\n')}\n`));
  list.finish();
  while (list.advance());
  const lanes = new Lanes(list);
  lanes.advance();
  return lanes;
}

describe('The lanes of the timeline', () => {
  it('are one for each descriptor, in the order of their numbers, and one for calls about none', () => {
    const lanes = lanesOf(TRACE);
    const names = lanes.order.map(index => laneName(lanes.all[index] as (typeof lanes.all)[number]));
    expect(names).to.deep.equal(['1 stdout', '3 /', '4', 'other calls']);
  });

  it('have every call', () => {
    const lanes = lanesOf(TRACE);
    const of = Array.from(lanes.laneOf.subarray(0, lanes.length), lane => lanes.all[lane]);
    expect(of.map(lane => (lane?.kind === 'none' ? '-' : lane?.number))).to.deep.equal(['-', 3, 4, 4, 3, 4, 1]);
  });

  it('have none for threads if there is only one', () => {
    const lanes = lanesOf(TRACE);
    expect(lanes.order.some(index => lanes.all[index]?.kind === 'thread')).to.equal(false);
  });

  it('are one for each thread of a program that has several, above those of descriptors', () => {
    const lanes = lanesOf([...TRACE, '[tid 2] fd_write(1<stdout>, [{buf="x", buf_len=1}], 1) = 1']);
    const names = lanes.order.map(index => laneName(lanes.all[index] as (typeof lanes.all)[number]));
    expect(names.slice(0, 3)).to.deep.equal(['thread 1', 'thread 2', '1 stdout']);
  });
});
