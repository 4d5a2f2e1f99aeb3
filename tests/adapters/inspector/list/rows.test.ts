import { expect } from 'chai';
import { Rows } from '../../../../adapters/inspector/list/rows.js';

describe('The rows of the list', () => {
  it('are all calls where nothing is left out', () => {
    const rows = Rows.all(5);
    expect([rows.count, rows.callAt(3), rows.rowOf(4), rows.rowOf(5), rows.rowOf(-1), rows.rowFrom(9)]).to.deep.equal([
      5, 3, 4, -1, -1, 5,
    ]);
    expect(rows.complete).to.equal(true);
  });

  it('are found by their calls', () => {
    const rows = Rows.only(Uint32Array.of(2, 5, 9));
    expect([rows.count, rows.callAt(1), rows.rowOf(9), rows.rowOf(3)]).to.deep.equal([3, 5, 2, -1]);
    expect([0, 2, 3, 9, 10].map(call => rows.rowFrom(call))).to.deep.equal([0, 0, 1, 2, 3]);
    expect(rows.complete).to.equal(false);
  });

  it('are found by their calls when they are sorted', () => {
    for (const [given, complete] of [
      [Rows.only(Uint32Array.of(2, 5, 9)), false],
      [Rows.all(10), true],
    ] as const) {
      const rows = given.inOrder(Uint32Array.of(9, 2, 5));
      expect([rows.count, rows.callAt(0), rows.callAt(2)]).to.deep.equal([3, 9, 5]);
      expect([9, 2, 5, 3, 99, -1].map(call => rows.rowOf(call))).to.deep.equal([0, 1, 2, -1, -1, -1]);
      expect([9, 5, 3, Number.POSITIVE_INFINITY].map(call => rows.rowFrom(call))).to.deep.equal([0, 2, 0, 3]);
      expect(rows.complete).to.equal(complete);
      expect([...rows.calls]).to.deep.equal([9, 2, 5]);
    }
    expect([...Rows.all(3).calls]).to.deep.equal([0, 1, 2]);
  });
});
