import { Errno, SeededNumbers } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import type { Fault } from './faulty.js';
import { type FaultableOperation, faultableOperations } from './faulty-operations.js';

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
