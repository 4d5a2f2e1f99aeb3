import { expect } from 'chai';
import fc from 'fast-check';
import {
  callsOfText,
  compareTraces,
  type NamedEntry,
  StreamComparison,
  stepsOfText,
  TraceIndexer,
} from '../../../application/comparison/index.js';
import { everyHostcall } from '../../../domain/index.js';

const line = fc.constantFrom(
  'sched_yield() = 0',
  'fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2',
  'fd_read(4</a>, [{buf="ho", buf_len=9}], 1) = 2',
  'fd_read(4</a>, [{buf="hi", buf_len=8}], 1) = 2',
  'fd_read(4</a>, 0x10, 1) = -1 EIO (I/O error)',
  'fd_close(4</a>) = 0 <0.000002>',
  'fd_close(5</b>) = 0',
);
const lines = fc.array(line, { maxLength: 60, size: 'max' });

/** Calls that differ from each other, as those of a loop over a file do. */
const seeks = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => `fd_seek(4</a>, ${from + n}, SEEK_SET) = ${from + n}`);

/** Compares, and sees how many calls are held, and known by number, at most. */
function compared(a: readonly string[], b: readonly string[], mostHeld?: number) {
  const comparison = new StreamComparison(callsOfText(a), callsOfText(b), {
    strict: false,
    whole: false,
    ...(mostHeld !== undefined && { mostHeld }),
  });
  const entries: NamedEntry[] = [];
  let held = 0;
  let numbered = 0;
  for (const entry of comparison.entries()) {
    entries.push(entry);
    held = Math.max(held, comparison.a.held, comparison.b.held);
    numbered = Math.max(numbered, comparison.numbered);
  }
  return { comparison, entries, held, numbered };
}

function inOneGo(a: readonly string[], b: readonly string[]) {
  const indexer = new TraceIndexer(false);
  return compareTraces(indexer.index(stepsOfText(a)), indexer.index(stepsOfText(b)), indexer);
}

const kinds = (entries: readonly NamedEntry[], kind: string) => entries.filter(entry => entry.kind === kind).length;

describe('StreamComparison', () => {
  it('finds the same as a comparison of whole traces, while they fit', () => {
    fc.assert(
      fc.property(lines, lines, lines, (common, a, b) => {
        const [ours, theirs] = [
          [...common, ...a],
          [...common, ...b],
        ];
        const { entries } = compared(ours, theirs);
        const whole = inOneGo(ours, theirs);
        expect(entries.map(({ name, ...entry }) => entry)).to.deep.equal([...whole.entries()]);
        for (const entry of entries)
          expect(everyHostcall[entry.name]).to.equal(
            (('a' in entry ? ours[entry.a] : theirs[entry.b]) as string).split('(')[0],
          );
      }),
      { numRuns: 300 },
    );
  });

  it('reports every call once, in order, and holds no more than its limit, however small', () => {
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 1, max: 40 }), (a, b, most) => {
        const { entries, held, comparison } = compared(a, b, most);
        expect(entries.flatMap(entry => ('a' in entry ? [entry.a] : []))).to.deep.equal(a.map((_, place) => place));
        expect(entries.flatMap(entry => ('b' in entry ? [entry.b] : []))).to.deep.equal(b.map((_, place) => place));
        expect(held).to.be.at.most(most);
        expect([comparison.a.length, comparison.b.length]).to.deep.equal([a.length, b.length]);
      }),
      { numRuns: 500 },
    );
  });

  it('holds nothing of traces that are the same', () => {
    const { entries, held } = compared(seeks(0, 5000), seeks(0, 5000), 64);
    expect(kinds(entries, 'same')).to.equal(5000);
    expect(held).to.equal(0);
  });

  it('realigns after calls that only one of them has', () => {
    const a = [...seeks(0, 1000), ...seeks(9000, 20), ...seeks(1000, 1000)];
    const b = [...seeks(0, 2000)];
    for (const [ours, theirs, only] of [
      [a, b, 'onlyA'],
      [b, a, 'onlyB'],
    ] as const) {
      const { entries, comparison, held } = compared(ours, theirs, 64);
      expect(kinds(entries, only)).to.equal(20);
      expect(kinds(entries, 'same')).to.equal(2000);
      expect(comparison.lost).to.equal(undefined);
      expect(held).to.be.at.most(64);
    }
  });

  it('says where too many consecutive calls differ', () => {
    const a = [...seeks(0, 100), ...seeks(9000, 200), ...seeks(100, 100)];
    const { entries, comparison } = compared(a, seeks(0, 200), 64);
    expect(comparison.lost).to.deep.equal({ a: 100, b: 100 });
    expect(entries.slice(0, 100).every(({ kind }) => kind === 'same')).to.equal(true);
    expect(compared(a, seeks(0, 200), 1024).comparison.lost).to.equal(undefined);
  });

  it('finds a common end after any number of calls of only one of them', () => {
    const end = 'proc_exit(0) = ?';
    const { entries } = compared([...seeks(0, 10), end], [...seeks(0, 500), end], 64);
    expect(kinds(entries, 'onlyB')).to.equal(490);
    expect(entries.at(-1)?.kind).to.equal('same');
  });

  it('forgets what it no longer holds', () => {
    // Every call is new. Every thirtieth is in one of them only; all have other results.
    const a = seeks(0, 3000);
    for (const b of [a.filter((_, n) => n % 30 !== 0), a.map(text => `${text}0`)]) {
      const { entries, comparison, numbered } = compared(a, b, 64);
      expect(kinds(entries, 'onlyA')).to.equal(a.length - b.length);
      expect(kinds(entries, 'same') + kinds(entries, 'result')).to.equal(b.length);
      expect(comparison.lost).to.equal(undefined);
      expect(numbered).to.be.at.most(12 * 64);
    }
  });

  it('refuses an invalid line, even if both have it', () => {
    const cut = ['sched_yield() = 0', 'fd_read(4</a>, [{buf="hi'];
    expect(() => compared(cut, cut)).to.throw('is cut short');
  });

  it('adds up times, and reports how both ended', () => {
    const { comparison } = compared(
      ['fd_close(4</a>) = 0 <0.000002>', 'fd_close(4</a>) = 0 <0.000003>', '+++ exited with 0 +++'],
      ['fd_close(4</a>) = 0', '+++ exited with 1 +++'],
    );
    const close = everyHostcall.indexOf('fd_close');
    expect(comparison.a.times.times[close]).to.deep.equal({ calls: 2, total: 5000, timed: 2 });
    expect(comparison.b.times.times[close]).to.deep.equal({ calls: 1, total: 0, timed: 0 });
    expect(comparison.endDiffers).to.equal(true);
  });
});
