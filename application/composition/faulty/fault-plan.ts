import { type Directory, Errno, type ErrnoName, type File, SeededNumbers } from '../../../domain/index.js';
import { everyOccurrence, type Occurrences, occurs, parseOccurrences } from '../../occurrences.js';
import {
  checkOptions,
  checkValue,
  listOf,
  type OptionKinds,
  PROBABILITY,
  required,
  SEED,
  TEXT,
  TEXT_OR_NUMBER,
  TEXTS,
  unknownName,
} from '../../options/index.js';

/** The operations that can be made to fail: all of directories and files that can return an errno. */
export type FaultableOperation = Exclude<
  keyof Directory | keyof File,
  | 'kind'
  | 'filetype'
  | 'stream'
  | 'naming'
  | 'openBelow'
  | 'statBelow'
  | 'parentInode'
  | 'findData'
  | 'freeBytes'
  | 'copyPermissions'
  | 'pauseWith'
>;

const operations: Readonly<Record<FaultableOperation, true>> = {
  descend: true,
  open: true,
  stat: true,
  setTimes: true,
  createDirectory: true,
  removeDirectory: true,
  unlink: true,
  symlink: true,
  readlink: true,
  link: true,
  rename: true,
  list: true,
  sync: true,
  read: true,
  write: true,
  size: true,
  setFlags: true,
  setSize: true,
  allocate: true,
  advise: true,
  datasync: true,
  close: true,
};

export const faultableOperations: readonly string[] = Object.keys(operations);

/** The names of errnos but for that of success. */
const failures = Object.keys(Errno).filter(name => name !== 'ESUCCESS');

/** A failure to inject. Conditions that are not given are always met: a fault without `when` and `probability` fails every matching call. */
export interface Fault {
  /** Which operations fail; any operation if not given. `stat`, `setTimes` and `sync` are those of names and those of open files. */
  readonly operation?: FaultableOperation | readonly FaultableOperation[] | undefined;
  /**
   * On which path: names joined by `/` from the uppermost directory, which itself is `.`. Of a link or a rename, the old or the new path. An open file
   * has the path it was opened under.
   */
  readonly path?: string | RegExp | undefined;
  /** What the operation returns. It does not take place. */
  readonly errno: ErrnoName;
  /** Which matching calls, in the syntax of a tampering's `when`: `3` the third, `3+` from the third on, `2+2` every second one, `1..3` the first three. */
  readonly when?: string | number | undefined;
  /** The probability that a call fails that `operation`, `path` and `when` match, from 0 to 1. */
  readonly probability?: number | undefined;
}

const kinds: OptionKinds<Fault> = {
  operation: TEXTS,
  path: {
    expected: 'a path or a regular expression',
    fits: value => typeof value === 'string' || value instanceof RegExp,
  },
  errno: required({ ...TEXT, expected: 'the name of an errno, such as "EIO"' }),
  when: TEXT_OR_NUMBER,
  probability: PROBABILITY,
};

/** Decides for each call whether it fails. */
export class FaultPlan {
  readonly #faults: readonly PlannedFault[];

  /** @throws ConfigurationError for an invalid fault or seed */
  constructor(faults: readonly Fault[], seed: number) {
    checkValue(faults, 'the list of faults', listOf('faults'));
    checkValue(seed, 'the seed', SEED);
    const random = new SeededNumbers(seed);
    this.#faults = faults.map((fault, index) => {
      const name = `fault ${index + 1}`;
      checkOptions(fault, name, kinds);
      return new PlannedFault(fault, name, random);
    });
  }

  /** @returns 0, or the negative errno that the operation returns */
  errnoFor(operation: FaultableOperation, path: string, newPath?: string): number {
    let first = 0;
    // Every fault counts the calls that match it, also those that an earlier fault fails.
    for (const fault of this.#faults) {
      const errno = fault.errnoFor(operation, path, newPath);
      if (first === 0) first = errno;
    }
    return first;
  }
}

/** Found in any path. */
const EVERY = /^/;

class PlannedFault {
  readonly #errno: number;
  readonly #operations: ReadonlySet<string> | undefined;
  readonly #path: string | RegExp;
  readonly #when: Occurrences;
  readonly #probability: number | undefined;
  readonly #random: SeededNumbers;
  /** How many calls have matched. */
  #calls = 0;

  /** @param name how messages name it */
  constructor({ operation, path = EVERY, errno, when, probability }: Fault, name: string, random: SeededNumbers) {
    for (const each of [operation ?? []].flat()) {
      if (!faultableOperations.includes(each))
        throw unknownName('operation', String(each), faultableOperations, ` of ${name}`);
    }
    if (!(Errno[errno] > 0)) throw unknownName('errno', errno, failures, ` of ${name}`);
    this.#errno = -Errno[errno];
    this.#operations = operation === undefined ? undefined : new Set([operation].flat());
    this.#path = path;
    this.#when = when === undefined ? everyOccurrence : parseOccurrences(when, name);
    this.#probability = probability;
    this.#random = random;
  }

  errnoFor(operation: string, path: string, newPath: string | undefined): number {
    if (this.#operations !== undefined && !this.#operations.has(operation)) return 0;
    if (!this.#isOn(path) && (newPath === undefined || !this.#isOn(newPath))) return 0;
    if (!occurs(this.#when, ++this.#calls)) return 0;
    if (this.#probability !== undefined && this.#random.fraction() >= this.#probability) return 0;
    return this.#errno;
  }

  #isOn(path: string): boolean {
    const wanted = this.#path;
    return typeof wanted === 'string' ? wanted === path : path.search(wanted) !== -1;
  }
}
