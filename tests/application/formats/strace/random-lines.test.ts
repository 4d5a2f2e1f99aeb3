import { expect } from 'chai';
import fc from 'fast-check';
import { StraceFormatter, type StraceOptions } from '../../../../application/formats/index.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { TraceHub } from '../../../../application/tracing/index.js';
import { anyCall, anyGuest, makeAny } from '../../tracing/random-calls.js';

const descriptors = fc.oneof(fc.constant('all' as const), fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 5 }));
const dumps = fc.record({ read: descriptors, write: descriptors });
const mark = (text: string) => `{${text}}`;

/** Any options. Those that have to agree with the settings of the trace are in both. */
const anyForm = fc.record({
  settings: fc.record({
    payload: fc.constantFrom(0, 5, 32, 5000, Number.POSITIVE_INFINITY),
    dumps: fc.option(dumps, { nil: undefined }),
    complete: fc.boolean(),
    details: fc.boolean(),
    stacks: fc.boolean(),
    redact: fc.boolean(),
    whole: fc.boolean(),
  }),
  options: fc.record<Required<Omit<StraceOptions, 'dumps'>>>({
    stringSize: fc.constantFrom(0, 1, 32, 10_000),
    hexStrings: fc.constantFrom('none', 'non-ascii-chars', 'non-ascii', 'all'),
    descriptorPaths: fc.boolean(),
    descriptorDetails: fc.boolean(),
    hostPath: fc.constantFrom(
      () => undefined,
      (label: string) => `/host/${label}`,
    ),
    column: fc.constantFrom(0, 40, 100),
    raw: fc.boolean(),
    numbers: fc.boolean(),
    verbose: fc.boolean(),
    reasons: fc.boolean(),
    caller: fc.constantFrom('', 'worker 2', '\n\xff'),
    times: fc.boolean(),
    timestamps: fc.constantFrom(undefined, 'seconds', 'microseconds', 'epoch'),
    wallClock: fc.constantFrom(undefined, { offset: 1_764_000_000_123_456_789n }),
    relative: fc.boolean(),
    precision: fc.constantFrom({}, { timestamps: 's', relative: 'ms', times: 'ns' } as const),
    sequence: fc.boolean(),
    symbols: fc.constantFrom(undefined, { module: 'm\n', nameOf: () => 'f\n\xff', startOf: () => 1 }),
    palette: fc.constantFrom(undefined, { name: mark, string: mark, label: mark, errno: mark, mark }),
  }),
});

describe('printing any call in any way', () => {
  it('never throws, and gives lines of printable ASCII', () => {
    fc.assert(
      fc.property(anyCall, anyForm, (any, { settings, options }) => {
        const hub = new TraceHub(EventRecord, settings);
        const guest = anyGuest(any, hub);
        const formatter = new StraceFormatter({ ...options, dumps: settings.dumps });
        const texts: string[] = [];
        // Outside of the subscriber: what that throws goes elsewhere.
        const failures: unknown[] = [];
        const print = (call: Parameters<StraceFormatter['call']>[0]) => {
          try {
            texts.push(formatter.call(call));
          } catch (error) {
            failures.push(error);
          }
        };
        hub.entered$.subscribe(print);
        hub.hostcalls$.subscribe(print);
        expect(makeAny(guest, any)).to.equal(any.errno);
        expect(failures).to.deep.equal([]);
        expect(texts).to.have.length(2);
        for (const line of texts.join('\n').split('\n')) expect(line).to.match(/^[ -~]+$/);
        expect(texts[0]?.split('\n')).to.have.length(1);
        const [line = '', ...below] = texts[1]?.split('\n') ?? [];
        expect(line).to.match(/^(\[(worker 2|\\n\\\S+)\] )?[\d:.+() [\]]*\{?[a-z_]+\}?\(.*\) *= .+$/);
        for (const each of below)
          expect(each).to.match(/^ (\* \d+ bytes in buffer \d+|\| [0-9a-f]{5,} {2}.{48} {2}.{16} \||> .+)$/);
      }),
      { numRuns: 3000 },
    );
  });
});
