import { expect } from 'chai';
import fc from 'fast-check';
import {
  compareTraces,
  countDifferences,
  type Entry,
  type TraceComparison,
  TraceIndexer,
  type TraceItem,
  timeTable,
} from '../../../application/comparison/index.js';
import { comparable, parseStrace } from './lines.js';

/** Lines of few kinds, some of which have the subject or the arguments in common. */
const line = fc.constantFrom(
  'sched_yield() = 0',
  'fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2',
  'fd_read(4</a>, [{buf="ho", buf_len=9}], 1) = 2',
  'fd_read(5</b>, [{buf="hi", buf_len=9}], 1) = 2',
  'fd_read(4</a>, [{buf="hi", buf_len=8}], 1) = 2',
  'fd_read(4</a>, 0x10, 1) = -1 EIO (I/O error)',
  'fd_close(4</a>) = 0',
  'fd_close(5</b>) = 0',
  'clock_time_get(CLOCK_REALTIME, 0ns, [1.000000000]) = 0',
);
const lines = fc.array(line, { maxLength: 40 });

function items(texts: readonly string[], ending?: string): TraceItem[] {
  const steps: TraceItem[] = texts.map((text, index) => ({ ...parseStrace(text), number: index }));
  return ending === undefined ? steps : [...steps, { ending }];
}

function compared(a: readonly string[], b: readonly string[], endings: readonly string[] = []): TraceComparison {
  const indexer = new TraceIndexer(false);
  return compareTraces(indexer.index(items(a, endings[0])), indexer.index(items(b, endings[1])), indexer);
}

const mirrored = (entry: Entry): Entry => {
  if (entry.kind === 'onlyA') return { kind: 'onlyB', b: entry.a };
  if (entry.kind === 'onlyB') return { kind: 'onlyA', a: entry.b };
  return { kind: entry.kind, a: entry.b, b: entry.a };
};

/** Those that stand alone between two pairs come in the order A, B: to compare mirrored entries, put them in one order. */
const sorted = (entries: Iterable<Entry>) => [...entries].map(entry => JSON.stringify(entry)).sort();

const kinds = (comparison: TraceComparison) => [...comparison.entries()].map(({ kind }) => kind);

describe('compareTraces', () => {
  it('finds no difference between a trace and itself', () => {
    fc.assert(
      fc.property(lines, texts => {
        const comparison = compared(texts, texts);
        expect(new Set(kinds(comparison))).to.deep.equal(new Set(texts.length === 0 ? [] : ['same']));
        expect(countDifferences(comparison, 5)).to.deep.equal([]);
      }),
    );
  });

  it('turns A into B: equal calls stay, different ones are exchanged, others are removed or added', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const made: string[] = [];
        let next = 0;
        for (const entry of compared(a, b).entries()) {
          if (entry.kind === 'onlyB') made.push(b[entry.b] as string);
          else {
            expect(entry.a).to.equal(next++);
            if (entry.kind === 'onlyA') continue;
            const [ours, theirs] = [a[entry.a] as string, b[entry.b] as string].map(text =>
              comparable(parseStrace(text), false),
            ) as [ReturnType<typeof comparable>, ReturnType<typeof comparable>];
            expect(ours.subject).to.equal(theirs.subject);
            if (entry.kind === 'same') expect(ours).to.deep.equal(theirs);
            if (entry.kind === 'result') expect(ours.outcome).to.not.equal(theirs.outcome);
            if (entry.kind === 'arguments') {
              expect(ours.call).to.not.equal(theirs.call);
            }
            made.push(b[entry.b] as string);
          }
        }
        expect(next).to.equal(a.length);
        expect(made).to.deep.equal(b);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds the same in the other direction', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        expect(sorted([...compared(b, a).entries()].map(mirrored))).to.deep.equal(sorted(compared(a, b).entries()));
      }),
      { numRuns: 1000 },
    );
  });

  it('can begin at the end of the common part', () => {
    fc.assert(
      fc.property(lines, lines, lines, (common, a, b) => {
        const comparison = compared([...common, ...a], [...common, ...b]);
        const all = [...comparison.entries()];
        const first = all.findIndex(({ kind }) => kind !== 'same');
        const from = first < 0 ? all.length : first;
        expect([...comparison.entries(from)]).to.deep.equal(all.slice(from));
      }),
    );
  });

  it('pairs a call that fails with the one that succeeds', () => {
    expect(
      kinds(
        compared(
          ['sched_yield() = 0', 'fd_read(4</a>, [{buf="hi", buf_len=9}], 1) = 2', 'fd_close(4</a>) = 0'],
          ['sched_yield() = 0', 'fd_read(4</a>, 0x10, 1) = -1 EIO (I/O error)', 'fd_close(4</a>) = 0'],
        ),
      ),
    ).to.deep.equal(['same', 'result', 'same']);
  });

  it('compares how the programs ended, if both traces say it', () => {
    expect(compared([], [], ['exited with 0', 'exited with 1']).endDiffers).to.equal(true);
    expect(compared([], [], ['exited with 0', 'exited with 0']).endDiffers).to.equal(false);
    expect(compared([], [], ['exited with 0']).endDiffers).to.equal(false);
  });
});

describe('countDifferences', () => {
  it('counts by kind and hostcall, and keeps the first', () => {
    const comparison = compared(
      ['fd_close(4</a>) = 0', 'fd_close(5</b>) = 0', 'sched_yield() = 0', 'fd_close(6</c>) = 0'],
      ['sched_yield() = 0', 'fd_close(6</c>) = -1 EIO (I/O error)', 'fd_sync(6</c>) = 0'],
    );
    expect(countDifferences(comparison, 1)).to.deep.equal([
      { kind: 'result', count: 1, byName: [['fd_close', 1]], first: [{ kind: 'result', a: 3, b: 1 }] },
      { kind: 'onlyA', count: 2, byName: [['fd_close', 2]], first: [{ kind: 'onlyA', a: 0 }] },
      { kind: 'onlyB', count: 1, byName: [['fd_sync', 1]], first: [{ kind: 'onlyB', b: 2 }] },
    ]);
  });
});

describe('timeTable', () => {
  it('adds up calls and times, the longest first', () => {
    const { a, b } = compared(
      ['sched_yield() = 0 <0.000001>', 'fd_close(4</a>) = 0 <0.000002>', 'fd_close(4</a>) = 0 <0.000003>'],
      ['fd_close(4</a>) = 0 <0.000004>', 'fd_sync(4</a>) = 0'],
    );
    expect(timeTable(a, b)).to.deep.equal([
      { name: 'fd_close', a: { calls: 2, total: 5000, timed: 2 }, b: { calls: 1, total: 4000, timed: 1 } },
      { name: 'sched_yield', a: { calls: 1, total: 1000, timed: 1 }, b: { calls: 0, total: 0, timed: 0 } },
      { name: 'fd_sync', a: { calls: 0, total: 0, timed: 0 }, b: { calls: 1, total: 0, timed: 0 } },
    ]);
  });
});
