import { expect } from 'chai';
import fc from 'fast-check';
import { ColumnWriter, Status } from '../../../application/inspection/call-columns.js';
import { CallSorting, type CallSortKey, callSortKeys } from '../../../application/inspection/index.js';
import { everyHostcall } from '../../../domain/index.js';

interface Given {
  readonly call: number;
  readonly status: number;
  readonly errno: number;
  readonly descriptor: number | undefined;
  readonly other: number | undefined;
  readonly thread: number;
  readonly start: number;
  readonly duration: number;
  readonly bytes: number;
}

function columnsOf(calls: readonly Given[]): ColumnWriter {
  const columns = new ColumnWriter();
  for (const call of calls) columns.add({ ...call, injected: false, delayed: false, instance: 0, touched: 0 });
  return columns;
}

function sorted(columns: ColumnWriter, calls: Uint32Array, by: CallSortKey, descending: boolean): number[] {
  const sorting = new CallSorting(columns, calls, { by, descending });
  while (sorting.advance());
  return [...sorting.sorted];
}

const usual: Given = {
  call: 0,
  status: Status.successful,
  errno: 0,
  descriptor: undefined,
  other: undefined,
  thread: 1,
  start: 0,
  duration: 0,
  bytes: 0,
};

/** The sort key, computed again in the simplest way. */
const keys: Readonly<Record<CallSortKey, (call: Given, index: number) => number | string>> = {
  number: (_, index) => index,
  time: ({ start }) => start,
  thread: ({ thread }) => thread,
  descriptor: ({ descriptor, other }) => descriptor ?? other ?? Number.NaN,
  name: ({ call }) => everyHostcall[call] as string,
  result: ({ status, errno }) => (status === Status.unfinished ? Number.NaN : errno),
  bytes: ({ bytes }) => bytes,
  duration: ({ duration }) => duration,
};

const few = <Value>(...values: Value[]) => fc.constantFrom(...values);
const time = fc.oneof(
  fc.double({ noNaN: false }),
  few(0, -0, 1, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const given: fc.Arbitrary<Given> = fc.record({
  call: fc.nat(everyHostcall.length - 1),
  status: few(Status.successful, Status.failed, Status.unfinished),
  errno: fc.nat(76),
  descriptor: fc.option(few(0, 3, 4, 0xffff_ffff), { nil: undefined }),
  other: fc.option(fc.nat(9), { nil: undefined }),
  thread: few(1, 2, 3),
  start: time,
  duration: time,
  bytes: fc.oneof(few(0, 1), fc.nat(0xffff_ffff)),
});

describe('Calls that are sorted', () => {
  for (const by of callSortKeys)
    it(`by ${by} are in the order of a stable sort, and those without come last`, () => {
      fc.assert(
        fc.property(fc.array(given, { maxLength: 60 }), fc.boolean(), (calls, descending) => {
          const keyOf = (index: number) => keys[by](calls[index] as Given, index);
          const compare = (a: number, b: number) => {
            const [one, other] = [keyOf(a), keyOf(b)];
            if (Number.isNaN(one) || Number.isNaN(other))
              return Number(Number.isNaN(one)) - Number(Number.isNaN(other));
            return (one < other ? -1 : one > other ? 1 : 0) * (descending ? -1 : 1);
          };
          const all = Uint32Array.from(calls, (_, index) => index);
          expect(sorted(columnsOf(calls), all, by, descending)).to.deep.equal([...all].sort(compare));
        }),
      );
    });

  it('are only those that are given', () => {
    const columns = columnsOf([5, 1, 4, 2, 3].map(duration => ({ ...usual, duration })));
    expect(sorted(columns, Uint32Array.of(0, 2, 3), 'duration', false)).to.deep.equal([3, 2, 0]);
    expect(sorted(columns, new Uint32Array(0), 'duration', true)).to.deep.equal([]);
  });

  it('are sorted in steps', () => {
    const count = 450_000;
    const columns = columnsOf(
      Array.from({ length: count }, (_, index) => ({ ...usual, duration: (index * 7919) % 65_537 })),
    );
    const all = new Uint32Array(count).map((_, index) => index);
    const sorting = new CallSorting(columns, all, { by: 'duration', descending: true });
    let steps = 1;
    while (sorting.advance()) steps++;
    expect(steps).to.be.greaterThan(5);
    const durations = sorting.sorted.map(call => columns.durations[call] as number);
    expect(durations.every((duration, row) => row === 0 || duration <= (durations[row - 1] as number))).to.equal(true);
    expect(new Set(sorting.sorted).size).to.equal(count);
  });
});
