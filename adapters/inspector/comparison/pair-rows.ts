import { type Pairs, pairKinds } from './compare-lists.js';

/** A line of a comparison: a call of one run or of both, or how many equal calls are left out. */
export type PairRow =
  | { readonly kind: 'same'; readonly a: number; readonly b: number }
  | { readonly kind: 'a'; readonly a: number }
  | { readonly kind: 'b'; readonly b: number; readonly a: number }
  | { readonly kind: 'gap'; readonly count: number; readonly a: number };

/** How many equal calls are shown around a difference. */
const AROUND = 3;

/** The maximum of differences that are shown: more are not readable. */
const MOST = 200_000;

/** The lines of a comparison: the differences, with some equal calls around each. */
export function pairRows(pairs: Pairs): PairRow[] {
  const rows: PairRow[] = [];
  let equal = 0;
  const flush = (upTo: number, last: boolean) => {
    const before = rows.length === 0 ? 0 : Math.min(AROUND, equal);
    const after = last ? 0 : Math.min(AROUND, equal - before);
    const from = upTo - equal;
    const row = (index: number): PairRow => ({
      kind: 'same',
      a: pairs.a[index] as number,
      b: pairs.b[index] as number,
    });
    for (let at = from; at < from + before; at++) rows.push(row(at));
    const left = equal - before - after;
    if (left > 0) rows.push({ kind: 'gap', count: left, a: pairs.a[from + before] as number });
    for (let at = upTo - after; at < upTo; at++) rows.push(row(at));
    equal = 0;
  };
  for (let index = 0; index < pairs.length && rows.length < MOST; index++) {
    const kind = pairKinds[pairs.kinds[index] as number];
    if (kind === 'same') {
      equal++;
      continue;
    }
    flush(index, false);
    const [a, b] = [pairs.a[index] as number, pairs.b[index] as number];
    if (kind !== 'onlyB') rows.push({ kind: 'a', a });
    if (kind !== 'onlyA') rows.push({ kind: 'b', b, a });
  }
  if (rows.length < MOST) flush(pairs.length, true);
  return rows;
}

/** How many differences there are, by kind. */
export function pairCounts(pairs: Pairs): ReadonlyMap<(typeof pairKinds)[number], number> {
  const counts = new Map(pairKinds.map(kind => [kind, 0]));
  for (const kind of pairs.kinds) {
    const name = pairKinds[kind] ?? 'same';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
