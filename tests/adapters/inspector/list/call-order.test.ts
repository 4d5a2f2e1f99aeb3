import { expect } from 'chai';
import { nextOrder, orderOf, orderText } from '../../../../adapters/inspector/list/call-order.js';
import { callSortKeys } from '../../../../application/inspection/index.js';

describe('The order of the list', () => {
  it('is turned by clicks on a heading: ascending, descending, as the calls were made', () => {
    const once = nextOrder(undefined, 'bytes');
    const twice = nextOrder(once, 'bytes');
    expect([once, twice, nextOrder(twice, 'bytes')]).to.deep.equal([
      { by: 'bytes', descending: false },
      { by: 'bytes', descending: true },
      undefined,
    ]);
    expect(nextOrder(twice, 'duration')).to.deep.equal({ by: 'duration', descending: false });
  });

  it('can be linked', () => {
    for (const by of callSortKeys)
      for (const descending of [false, true])
        expect(orderOf(orderText({ by, descending }))).to.deep.equal({ by, descending });
    for (const text of [undefined, '', '-', 'size', '--bytes']) expect(orderOf(text)).to.equal(undefined);
  });
});
