import { type Directory, Errno, type ErrnoName, type File, SeededNumbers } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';

/** What can be made to fail: every operation of directories and files that can answer an errno. */
export type FaultableOperation = Exclude<
  keyof Directory | keyof File,
  'kind' | 'filetype' | 'stream' | 'naming' | 'parentInode' | 'findData' | 'freeBytes'
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

/** Something that is to go wrong. Conditions that are not given are always met; without any of `nth`, `every` and `probability`, each matching call fails. */
export interface Fault {
  /** What fails; any operation if not given. `stat`, `setTimes` and `sync` are those of names and those of open files. */
  readonly operation?: FaultableOperation | readonly FaultableOperation[];
  /**
   * On what: names joined by `/` from the uppermost directory, which itself is `.`. Of a link or a renaming, the old or the new path. An open file
   * has the path it was opened under.
   */
  readonly path?: string | RegExp;
  /** What the operation answers. It does not take place. */
  readonly errno: ErrnoName;
  /** Only the nth matching call fails, counted from 1. */
  readonly nth?: number;
  /** Every so many matching calls, one fails: with 3, the third, the sixth and so on. */
  readonly every?: number;
  /** How likely a matching call is to fail, from 0 to 1. */
  readonly probability?: number;
  /** After so many failures it is over. */
  readonly times?: number;
}

/** Decides for each call whether it fails. */
export class FaultPlan {
  readonly #faults: readonly PlannedFault[];

  /** @throws ConfigurationError for a fault that cannot be meant so */
  constructor(faults: readonly Fault[], seed: number) {
    if (!Number.isInteger(seed))
      throw new ConfigurationError(`the seed of the faults is ${seed}`, 'give a whole number');
    const random = new SeededNumbers(seed);
    this.#faults = faults.map((fault, index) => {
      check(fault, index);
      return new PlannedFault(fault, random);
    });
  }

  /** @returns 0, or the negative errno that the operation is to answer */
  errnoFor(operation: FaultableOperation, path: string, newPath?: string): number {
    let struck = 0;
    for (const fault of this.#faults) {
      const errno = fault.errnoFor(operation, path, newPath, struck === 0);
      if (struck === 0) struck = errno;
    }
    return struck;
  }
}

class PlannedFault {
  readonly #fault: Fault;
  readonly #operations: ReadonlySet<string> | undefined;
  readonly #random: SeededNumbers;
  /** Calls that matched. */
  #calls = 0;
  #strikes = 0;

  constructor(fault: Fault, random: SeededNumbers) {
    const { operation } = fault;
    this.#fault = fault;
    this.#operations = operation === undefined ? undefined : new Set([operation].flat());
    this.#random = random;
  }

  errnoFor(operation: string, path: string, newPath: string | undefined, isFirst: boolean): number {
    const { errno, nth, every, probability, times } = this.#fault;
    if (this.#operations !== undefined && !this.#operations.has(operation)) return 0;
    if (!this.#isOn(path) && (newPath === undefined || !this.#isOn(newPath))) return 0;
    this.#calls++;
    if (nth !== undefined && this.#calls !== nth) return 0;
    if (every !== undefined && this.#calls % every !== 0) return 0;
    if (probability !== undefined && this.#random.fraction() >= probability) return 0;
    if (!isFirst || this.#strikes >= (times ?? Number.POSITIVE_INFINITY)) return 0;
    this.#strikes++;
    return -Errno[errno];
  }

  #isOn(path: string): boolean {
    const wanted = this.#fault.path;
    if (wanted === undefined) return true;
    return typeof wanted === 'string' ? wanted === path : path.search(wanted) !== -1;
  }
}

function check({ operation, errno, nth, every, probability, times }: Fault, index: number): void {
  const refuse = (problem: string, remedy: string): never => {
    throw new ConfigurationError(`fault ${index + 1}: ${problem}`, remedy);
  };
  for (const each of [operation ?? []].flat()) {
    if (!faultableOperations.includes(each)) {
      refuse(`there is no operation ${JSON.stringify(each)}`, `there are ${faultableOperations.join(', ')}`);
    }
  }
  if (!(Errno[errno] > 0)) refuse(`${JSON.stringify(errno)} is no errno`, 'name one, such as "EIO"');
  for (const [name, value] of Object.entries({ nth, every, times })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      refuse(`${name} is ${value}`, 'give a whole number from 1 on');
    }
  }
  if (probability !== undefined && !(probability >= 0 && probability <= 1)) {
    refuse(`probability is ${probability}`, 'give a number from 0 to 1');
  }
}
