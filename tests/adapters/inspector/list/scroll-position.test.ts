import { expect } from 'chai';
import fc from 'fast-check';
import { ScrollPosition } from '../../../../adapters/inspector/list/scroll-position.js';

const ROW = 22;
const VIEW = 500;
const MILLION = 1_000_000;

function positionOf(rows: number): ScrollPosition {
  const position = new ScrollPosition(ROW);
  position.resize(rows, VIEW);
  return position;
}

describe('The scroll position of a list', () => {
  it('has the height of a short list, and for a long one at most what browsers support', () => {
    expect(positionOf(100).height).to.equal(100 * ROW);
    expect(positionOf(MILLION).height).to.equal(8_000_000);
  });

  it('moves by as many pixels as the scroll bar where that moves a little', () => {
    const position = positionOf(MILLION);
    position.scrolled(10 * ROW);
    expect(position.firstRow).to.equal(10);
    position.scrolled(12 * ROW);
    expect(position.firstRow).to.equal(12);
    expect(position.placeOf(12)).to.equal(position.bar);
  });

  it('moves by a part of the list where the scroll bar is drawn far', () => {
    const position = positionOf(MILLION);
    position.scrolled((8_000_000 - VIEW) / 2);
    expect(position.firstRow).to.be.closeTo(MILLION / 2, 20);
  });

  it('reaches both ends', () => {
    const position = positionOf(MILLION);
    position.scrolled(8_000_000 - VIEW);
    expect(position.endRow).to.equal(MILLION);
    position.scrolled(0);
    expect(position.firstRow).to.equal(0);
  });

  it('brings a row into view: at the edge, or in the middle', () => {
    const position = positionOf(MILLION);
    position.reveal(100);
    expect(position.endRow).to.equal(101);
    position.reveal(100);
    expect(position.endRow).to.equal(101);
    position.reveal(700_000, true);
    expect((position.firstRow + position.endRow) / 2).to.be.closeTo(700_000, 2);
  });

  it('stays inside the list after any scrolling, revealing and resizing', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('bar' as const), to: fc.integer({ min: -100, max: 9_000_000 }) }),
      fc.record({ kind: fc.constant('row' as const), to: fc.integer({ min: 0, max: MILLION }) }),
      fc.record({ kind: fc.constant('size' as const), to: fc.integer({ min: 0, max: MILLION }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), steps => {
        const position = positionOf(MILLION);
        let rows = MILLION;
        for (const { kind, to } of steps) {
          if (kind === 'bar') position.scrolled(to);
          else if (kind === 'row') position.reveal(Math.min(to, Math.max(0, rows - 1)), to % 2 === 0);
          else {
            rows = to;
            position.resize(rows, VIEW);
          }
          expect(position.firstRow).to.be.within(0, rows);
          expect(position.endRow).to.be.within(0, rows);
          expect(position.bar).to.be.within(0, Math.max(0, position.height - VIEW));
        }
      }),
    );
  });
});
