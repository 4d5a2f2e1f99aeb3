import { expect } from 'chai';
import { moved, ticks, tickText, within, zoomed } from '../../../../adapters/inspector/timeline/axis.js';

const WHOLE = { from: 0, to: 1e9 };

describe('The axis of the timeline', () => {
  it('keeps the place under the pointer when zooming', () => {
    const span = zoomed(WHOLE, 0.5, 2.5e8, WHOLE);
    expect(span).to.deep.equal({ from: 1.25e8, to: 6.25e8 });
    expect(zoomed(span, 0.5, 2.5e8, WHOLE)).to.deep.equal({ from: 1.875e8, to: 4.375e8 });
  });

  it('shows neither more than the whole run nor less than can be distinguished', () => {
    expect(zoomed(WHOLE, 4, 5e8, WHOLE)).to.deep.equal(WHOLE);
    const { from, to } = zoomed(WHOLE, 1e-12, 5e8, WHOLE);
    expect(to - from).to.be.closeTo(100, 0.001);
  });

  it('stays inside the run', () => {
    expect(moved({ from: 8e8, to: 9e8 }, 5, WHOLE)).to.deep.equal({ from: 9e8, to: 1e9 });
    expect(within({ from: -5, to: 5 }, WHOLE)).to.deep.equal({ from: 0, to: 10 });
  });

  it('has marks at round numbers, with the digits that tell them apart', () => {
    const span = { from: 1.21e6, to: 1.29e6 };
    const found = ticks(span, 5);
    expect(found.map(at => tickText(at, span, true))).to.deep.equal(['1.220 ms', '1.240 ms', '1.260 ms', '1.280 ms']);
    expect(tickText(7, { from: 0, to: 10 }, false)).to.equal('#7');
    expect(ticks({ from: 5, to: 5 }, 4)).to.deep.equal([]);
  });
});
