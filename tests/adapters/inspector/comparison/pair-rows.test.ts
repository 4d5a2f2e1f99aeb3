import { expect } from 'chai';
import { type Pairs, pairKinds } from '../../../../adapters/inspector/comparison/compare-lists.js';
import { pairCounts, pairRows } from '../../../../adapters/inspector/comparison/pair-rows.js';

type Kind = (typeof pairKinds)[number];

function pairsOf(kinds: readonly Kind[]): Pairs {
  let [a, b] = [0, 0];
  const places = kinds.map(kind => [kind === 'onlyB' ? -1 : a++, kind === 'onlyA' ? -1 : b++] as const);
  return {
    length: kinds.length,
    kinds: Uint8Array.from(kinds, kind => pairKinds.indexOf(kind)),
    a: Int32Array.from(places, ([place]) => place),
    b: Int32Array.from(places, ([, place]) => place),
    endDiffers: false,
  };
}

function shown(kinds: readonly Kind[]): string[] {
  return pairRows(pairsOf(kinds)).map(row => {
    if (row.kind === 'gap') return `${row.count} equal`;
    return row.kind === 'b' ? `+${row.b}` : `${row.kind === 'a' ? '-' : ' '}${row.a}`;
  });
}

const equal = (count: number): Kind[] => new Array(count).fill('same');

describe('The lines of a comparison', () => {
  it('are the differences with some equal calls around each', () => {
    expect(shown([...equal(10), 'result', ...equal(10), 'onlyA', 'onlyB', ...equal(2)])).to.deep.equal([
      ...['7 equal', ' 7', ' 8', ' 9', '-10', '+10'],
      ...[' 11', ' 12', ' 13', '4 equal', ' 18', ' 19', ' 20', '-21', '+21'],
      ...[' 22', ' 23'],
    ]);
  });

  it('have no gap where nothing is left out, and nothing but one where all is equal', () => {
    expect(shown(['arguments', ...equal(6), 'onlyB'])).to.deep.equal([
      '-0',
      '+0',
      ' 1',
      ' 2',
      ' 3',
      ' 4',
      ' 5',
      ' 6',
      '+7',
    ]);
    expect(shown(equal(9))).to.deep.equal(['9 equal']);
    expect(shown([])).to.deep.equal([]);
  });

  it('are counted by kind', () => {
    const counts = pairCounts(pairsOf(['same', 'onlyA', 'onlyA', 'result']));
    expect(Object.fromEntries(counts)).to.deep.equal({ same: 1, result: 1, arguments: 0, onlyA: 2, onlyB: 0 });
  });
});
