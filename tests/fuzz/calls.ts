import fc from 'fast-check';
import type { Instance } from '../../application/runtime/index.js';
import {
  ALL_RIGHTS,
  describe as describeHostcall,
  enumerations,
  flagSets,
  type HostcallName,
  hostcallNames,
  type Param,
  paramKinds,
  Right,
} from '../../domain/index.js';

/** Bytes to be put into the guest's memory before a call. */
export interface Patch {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** Stands for a descriptor that is open when the call is made. */
export interface Live {
  /** Which of them, counted round and round. */
  readonly pick: number;
  readonly kind: 'directory' | 'file';
}

/** One hostcall to make: what its pointers lead to, and its raw arguments. */
export interface FuzzCall {
  readonly name: HostcallName;
  readonly args: readonly (number | bigint | Live)[];
  readonly patches: readonly Patch[];
}

/** The arguments one parameter takes. */
type Lifted = Pick<FuzzCall, 'args' | 'patches'>;

const MEMORY = 65536;
/** Where each parameter's bytes are put. They may run into the next one's. */
const SLOT = 4096;
/** Where results are put. */
const RESULTS = 49152;

const opensForWriting = Right.FD_WRITE | Right.FD_ALLOCATE | Right.FD_FILESTAT_SET_SIZE;

const u32 = fc.integer({ min: 0, max: 0xffffffff }).map(value => value | 0);
const u64 = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(value => BigInt.asIntN(64, value));

/** Numbers near which things go wrong. */
const edges32 = fc.constantFrom(
  0,
  1,
  2,
  0x7fffffff,
  0x80000000 | 0,
  -1,
  -2,
  MEMORY,
  MEMORY - 1,
  MEMORY - 8,
  MEMORY + 1,
);
const edges64 = fc.constantFrom(
  0n,
  1n,
  -1n,
  1n << 31n,
  1n << 32n,
  1n << 53n,
  (1n << 53n) - 1n,
  (1n << 63n) - 1n,
  -(1n << 63n),
);

const small = fc.nat(40);
const size64 = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt({ min: 0n, max: 300n }) },
  { weight: 1, arbitrary: edges64 },
  u64,
);

const someFd = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 10 }) }, fc.oneof(small, edges32, u32));

function fdOf(...kinds: Live['kind'][]): fc.Arbitrary<number | Live> {
  const live = fc.record({ pick: fc.nat(100), kind: fc.constantFrom(...kinds) });
  return fc.oneof({ weight: 12, arbitrary: live }, { weight: 1, arbitrary: someFd });
}

const component = fc.constantFrom(
  ...['.', '..', 'a', 'b', 'sub', 'dir', 'empty', 'own.txt', 'real.txt', 'inner.txt', 'x', 'y', 'z', '', '__proto__'],
  ...[
    'link',
    'out',
    'up',
    'dot',
    'loop',
    'abs',
    'none',
    'over',
    'outside',
    'inside',
    'file',
    'é',
    '\\',
    'C:',
    'a\0',
    ' ',
  ],
  'n'.repeat(256),
);
const known = fc.constantFrom(
  ...[
    'real.txt',
    'dir',
    'dir/inner.txt',
    'dir/empty',
    'a/b',
    'a/b/own.txt',
    'a/b/sub',
    'a/b/link',
    'own.txt',
    'sub',
    'x',
    'x/y',
    '.',
  ],
  ...[
    'a/b/out',
    'a/b/over',
    'a/b/leak',
    'a/b/leak',
    'a/b/up/b/own.txt',
    'a/b/dot/sub',
    'a/b/loop',
    'a/b/abs/passwd',
    'a/b/out/inner',
    'x',
    'x',
    'y',
    'y/z',
  ],
);
const pathText = fc
  .tuple(
    fc.constantFrom('', '', '', '', '', '/', 'a/b/', 'a/b/', './', '../'),
    fc.array(component, { minLength: 0, maxLength: 5 }).map(names => names.join('/')),
    fc.constantFrom('', '', '', '/', '/.'),
  )
  .map(parts => new TextEncoder().encode(parts.join('')));
const pathBytes = fc.oneof(
  { weight: 30, arbitrary: known.map(text => new TextEncoder().encode(text)) },
  { weight: 15, arbitrary: pathText },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }) },
  { weight: 1, arbitrary: fc.nat(5000).map(length => new Uint8Array(length).fill(0x78)) },
);

/** Something at a place in the memory, or a pointer gone wrong. */
function pointer(slot: number): fc.Arbitrary<number> {
  const good = { weight: 80, arbitrary: fc.constant(slot) };
  return fc.oneof(good, { weight: 1, arbitrary: edges32 }, { weight: 1, arbitrary: u32 });
}

/** Bytes with a pointer and a length. */
function located(slot: number, bytes: fc.Arbitrary<Uint8Array>, unit = 1, place = pointer(slot)): fc.Arbitrary<Lifted> {
  const wrong = fc.oneof({ weight: 80, arbitrary: fc.constant(undefined) }, edges32, u32);
  return fc.tuple(place, bytes, wrong).map(([at, content, length]) => ({
    args: [at, length ?? content.length / unit],
    patches: [{ at: slot, bytes: content }],
  }));
}

/** Where calls put what they give. */
interface Places {
  /** Behind an out-pointer. */
  readonly out: (slot: number) => fc.Arbitrary<number>;
  /** Into a buffer of a table. */
  readonly buffer: fc.Arbitrary<number>;
}

const spread: Places = {
  out: pointer,
  buffer: fc.oneof({ weight: 40, arbitrary: fc.nat(60_000) }, edges32),
};

/** All in one place, so that results overlap each other, or the arguments. */
const crowd = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: RESULTS, max: RESULTS + 48 }) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 1, max: 4 }), small).map(([slot, at]) => slot * SLOT + at) },
);
const crowded: Places = { out: () => crowd, buffer: crowd };

/** A table of buffers. */
const iovecTable = ({ buffer }: Places) =>
  fc
    .array(fc.tuple(buffer, fc.oneof({ weight: 40, arbitrary: small }, edges32)), { maxLength: 6 })
    .map(table => new Uint8Array(Uint32Array.from(table.flat()).buffer));

const subscription = fc
  .tuple(fc.constantFrom(0, 0, 1, 1, 2, 3), someFd, fc.nat(4), fc.oneof(size64, edges64), fc.constantFrom(0, 1, 2))
  .map(([type, fd, clock, timeout, flags]) => {
    const view = new DataView(new ArrayBuffer(48));
    view.setUint8(8, type);
    if (type === 0) {
      view.setUint32(16, clock, true);
      view.setBigUint64(24, BigInt.asUintN(64, timeout), true);
      view.setUint16(40, flags, true);
    } else {
      view.setUint32(16, fd, true);
    }
    return new Uint8Array(view.buffer);
  });
const subscriptionTable = fc.array(subscription, { maxLength: 5 }).map(all => new Uint8Array(Buffer.concat(all)));

function mask(bits: number): fc.Arbitrary<number> {
  const defined = fc.integer({ min: 0, max: 2 ** bits - 1 });
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(0) },
    { weight: 12, arbitrary: defined },
    { weight: 1, arbitrary: u32 },
  );
}

const single = (argument: fc.Arbitrary<number | bigint | Live>): fc.Arbitrary<Lifted> =>
  argument.map(value => ({ args: [value], patches: [] }));

function liftedParam({ kind, rights }: Param, slot: number, places: Places): fc.Arbitrary<Lifted> {
  switch (paramKinds[kind].form) {
    case 'number':
      if (kind !== 'fd') return single(u32);
      if (rights?.some(right => /^PATH_|READDIR/.test(right))) return single(fdOf('directory'));
      return single(fdOf('file', 'file', 'directory'));
    case 'text':
      return located(slot, pathBytes);
    case 'buffers':
      return located(slot, iovecTable(places), 8);
    case 'span':
      return located(
        slot,
        fc.nat(200).map(length => new Uint8Array(length)),
        1,
        places.out(slot),
      );
    case 'rights':
      return single(
        fc.oneof(
          { weight: 6, arbitrary: fc.constant(BigInt(ALL_RIGHTS & ~opensForWriting)) },
          { weight: 6, arbitrary: fc.constant(BigInt(ALL_RIGHTS)) },
          { weight: 2, arbitrary: fc.nat(ALL_RIGHTS).map(BigInt) },
          fc.constant(0n),
          u64,
        ),
      );
    case 'integer':
    case 'time':
      return single(size64);
    case 'subscriptions':
      return located(slot, subscriptionTable, 48);
    case 'events':
      return single(places.out(slot));
    case 'bytes':
    case 'addresses':
      // Of WasmEdge's sockets, which these programs do not have.
      return fc.constant({ args: [], patches: [] });
    case 'count':
      // Comes with the subscriptions.
      return fc.constant({ args: [], patches: [] });
    case 'flags':
      return single(mask(flagSets[kind as keyof typeof flagSets].length));
    case 'enumeration':
      return single(
        fc.oneof(
          { weight: 10, arbitrary: fc.nat(enumerations[kind as keyof typeof enumerations].length - 1) },
          fc.oneof(edges32, u32),
        ),
      );
  }
}

/** Calls of one hostcall, with arguments such as its row of the table describes, and with others. */
export const callsOf = (name: HostcallName): fc.Arbitrary<FuzzCall> => callsIn(spread, name);

/** The same, but what such a call gives may lie over each other, and over what the call was given. */
export const crowdedCallsOf = (name: HostcallName): fc.Arbitrary<FuzzCall> => callsIn(crowded, name);

function callsIn(places: Places, name: HostcallName): fc.Arbitrary<FuzzCall> {
  const { params, results } = describeHostcall(name);
  const parts = params.map((param, index) => liftedParam(param, SLOT * (1 + index), places));
  for (const [index, { kind }] of results.entries()) {
    const slot = RESULTS + index * 512;
    parts.push(single(places.out(slot)));
    if (kind === 'strings') parts.push(single(places.out(slot + 256)));
  }
  return fc.tuple(...parts).map(lifted => {
    const args = lifted.flatMap(part => [...part.args]);
    // The number of subscriptions comes last but for the results, not beside the pointer.
    if (name === 'poll_oneoff') args.splice(2, 0, ...args.splice(1, 1));
    return { name, args, patches: lifted.flatMap(part => [...part.patches]) };
  });
}

/** Calls that make the others more interesting come more often, those that end the guest less. */
function weightOf(name: HostcallName): number {
  if (name === 'path_open') return 40;
  if (describeHostcall(name).family === 'path') return 12;
  if (name === 'proc_exit' || name === 'proc_raise') return 1;
  return 5;
}

/** Any hostcall. */
export const anyCall: fc.Arbitrary<FuzzCall> = fc.oneof(
  ...hostcallNames.map(name => ({ weight: weightOf(name), arbitrary: callsOf(name) })),
);

/** Arguments as they are passed: for what stands for a descriptor, the number of one that is open now. */
export function rawArguments(args: FuzzCall['args'], instance: Instance): (number | bigint)[] {
  return args.map(arg => (typeof arg === 'object' ? numberOf(arg, instance) : arg));
}

/** The number of a descriptor of some kind. The preopen and the streams come up less often, so as to live longer. */
function numberOf({ pick, kind }: Live, { descriptors }: Instance): number {
  const open = [...descriptors].filter(
    ([fd, { resource }]) => (resource.kind === 'directory') === (kind === 'directory') && fd > 2,
  );
  return open[pick % Math.max(open.length, 1)]?.[0] ?? pick % 4;
}
