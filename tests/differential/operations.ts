import * as fc from 'fast-check';
import { Open } from '../../domain/index.js';

/** Names that operations use: few, so that they collide; one that is too long, one that objects have. */
export const NAMES = ['a', 'b', 'c', '__proto__', 'x'.repeat(256)] as const;

/** How many directories, and how many files, can be open at once. */
export const SLOTS = 4;

/** One step. Directories and files are named by the slot they were opened into; slot 0 of the directories is the root. */
export type Operation =
  | { readonly do: 'open'; readonly at: number; readonly name: string; readonly how: number; readonly slot: number }
  | { readonly do: 'descend'; readonly at: number; readonly path: string }
  | {
      readonly do: 'stat' | 'createDirectory' | 'removeDirectory' | 'unlink' | 'readlink';
      readonly at: number;
      readonly name: string;
    }
  | { readonly do: 'symlink'; readonly at: number; readonly name: string; readonly target: string }
  | {
      readonly do: 'link' | 'rename';
      readonly at: number;
      readonly name: string;
      readonly to: number;
      readonly newName: string;
    }
  | { readonly do: 'setTimes'; readonly at: number; readonly name: string; readonly time: bigint }
  | { readonly do: 'list' | 'parentInode'; readonly at: number }
  | { readonly do: 'read'; readonly file: number; readonly offset: number; readonly lengths: readonly number[] }
  | { readonly do: 'write'; readonly file: number; readonly offset: number; readonly lengths: readonly number[] }
  | { readonly do: 'setSize'; readonly file: number; readonly size: number }
  | { readonly do: 'allocate'; readonly file: number; readonly offset: number; readonly length: number }
  | { readonly do: 'setFlags'; readonly file: number; readonly how: number }
  | { readonly do: 'fileStat' | 'closeFile'; readonly file: number };

const slot = fc.nat(SLOTS - 1);
/** Mostly names that something may have. */
const name = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b', 'c') },
  { weight: 1, arbitrary: fc.constantFrom(...NAMES) },
);
const target = fc.constantFrom('a', 'b/c', '../a', '.', '/', 'missing/', '', 'y'.repeat(4095), 'y'.repeat(4096));
/** Around the ends of pages, and close to the beginning. */
const offset = fc.oneof(fc.nat(40), fc.nat(300), fc.constantFrom(4095, 65_535, 65_536, 65_537, 131_072, 200_000));
const lengths = fc.array(fc.oneof(fc.nat(30), fc.nat(300), fc.constantFrom(65_536, 70_000)), { maxLength: 3 });
const how = fc
  .subarray([Open.READ, Open.WRITE, Open.CREATE, Open.EXCLUSIVE, Open.TRUNCATE, Open.DIRECTORY, Open.APPEND])
  .map(flags => flags.reduce((all, flag) => all | flag, 0));
const usefulHow = fc.constantFrom(
  Open.READ,
  Open.READ | Open.DIRECTORY,
  Open.READ | Open.DIRECTORY,
  Open.READ | Open.WRITE | Open.CREATE,
  Open.READ | Open.WRITE | Open.CREATE | Open.APPEND,
);
const SECOND = 1_000_000_000n;

/** Any step. */
export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      at: slot,
      name: fc.oneof({ weight: 9, arbitrary: name }, { weight: 1, arbitrary: fc.constant('.') }),
      how: fc.oneof(usefulHow, how),
      slot,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('createDirectory' as const, 'removeDirectory' as const, 'unlink' as const),
      at: slot,
      name,
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('rename' as const, 'rename' as const, 'link' as const),
      at: slot,
      name,
      to: slot,
      newName: name,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('symlink' as const), at: slot, name, target }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('stat' as const, 'readlink' as const), at: slot, name }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('descend' as const),
      at: slot,
      path: fc.array(name, { minLength: 1, maxLength: 4 }).map(names => names.join('/')),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('setTimes' as const),
      at: slot,
      name,
      time: fc.bigInt({ min: 0n, max: 2_000_000_000n * SECOND }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('list' as const, 'parentInode' as const), at: slot }) },
  {
    weight: 5,
    arbitrary: fc.record({ do: fc.constantFrom('write' as const, 'read' as const), file: slot, offset, lengths }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('setSize' as const), file: slot, size: offset }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('allocate' as const), file: slot, offset, length: fc.nat(70_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('setFlags' as const), file: slot, how: fc.constantFrom(0, Open.APPEND) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('fileStat' as const, 'closeFile' as const), file: slot }) },
);
