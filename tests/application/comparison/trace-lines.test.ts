import { expect } from 'chai';
import { stepsOfJson, stepsOfText, TraceFormatError, type TraceItem } from '../../../application/comparison/index.js';

function problem(read: () => Generator<TraceItem>): [number, string] {
  try {
    [...read()];
  } catch (error) {
    if (error instanceof TraceFormatError) return [error.line, error.message];
    throw error;
  }
  throw new Error('nothing was wrong');
}

const call = { type: 'call', name: 'sched_yield', instance: 2, duration: 1500, text: 'sched_yield() = 0' };

describe('stepsOfText', () => {
  it('numbers the calls, not the lines, and ends at a table', () => {
    const lines = [
      'sched_yield() = 0',
      ' > main',
      'fd_close(4) = 0',
      '+++ exited with 0 +++',
      '% time     seconds',
      '100 rubbish',
    ];
    expect([...stepsOfText(lines)].map(item => ('ending' in item ? item.ending : item.number))).to.deep.equal([
      0,
      1,
      'exited with 0',
    ]);
  });

  it('reports the line of an error', () => {
    expect(problem(() => stepsOfText(['sched_yield() = 0', ' > main', 'rubbish']))).to.deep.equal([
      3,
      'is not a line of a trace',
    ]);
  });
});

describe('stepsOfJson', () => {
  const read = (...values: readonly unknown[]) => stepsOfJson(values.map(value => JSON.stringify(value)));

  it('takes instance and time from the event, and the rest from its text', () => {
    expect([
      ...read({ type: 'trace', format: 'hostcall', version: 1 }, call, { type: 'new' }, { type: 'end', exitCode: 3 }),
    ]).to.deep.equal([
      { number: 0, instance: 2, name: 'sched_yield', args: [], result: '0', marks: '', duration: 1500 },
      { ending: 'exited with 3' },
    ]);
    expect([...read({ type: 'end', trap: 'unreachable' })]).to.deep.equal([{ ending: 'trapped: unreachable' }]);
  });

  it('reports the line of an error', () => {
    expect(problem(() => read(call, { type: 'call', name: 'sched_yield' }))).to.deep.equal([
      2,
      'is a call without its text',
    ]);
    expect(problem(() => read({ ...call, text: 'hm' }))).to.deep.equal([1, 'is not a line of a trace']);
    expect(problem(() => read({ ...call, text: '' }))).to.deep.equal([1, 'is a call without a valid text']);
    expect(problem(() => read(call, 3))).to.deep.equal([2, 'is JSON, but no event']);
    expect(problem(() => read(call, { name: 'x' }))).to.deep.equal([2, 'is JSON, but no event']);
    expect(problem(() => stepsOfJson(['{"type":"ca']))).to.deep.equal([1, 'is cut short, or no JSON']);
    expect(problem(() => read({ type: 'trace', version: 2 }))).to.deep.equal([
      1,
      'tells of version 2 of the format, which is not known here',
    ]);
  });
});
