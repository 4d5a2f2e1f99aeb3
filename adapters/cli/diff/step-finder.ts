import type { TraceCall, TraceCallItem, TraceStep } from '../../../application/comparison/index.js';
import { CommandLineError } from '../command-line-error.js';

/** Finds calls of a trace again, by their places among those that are compared. Goes through it once, so places have to grow. */
export class StepFinder {
  readonly #name: string;
  readonly #calls: Iterator<TraceCall>;
  #at = -1;
  #call: TraceCall | undefined;

  /** @param name the trace's, for messages */
  constructor(name: string, calls: Iterable<TraceCall>) {
    this.#name = name;
    this.#calls = calls[Symbol.iterator]();
  }

  /**
   * A call by its place, from 0; not before the one asked for last.
   * @throws CommandLineError if the trace has changed meanwhile
   */
  at(place: number): TraceStep {
    while (this.#at < place) {
      const { value, done } = this.#calls.next();
      if (done) throw new CommandLineError(`${this.#name} has become shorter`, 'wait until it is written');
      this.#call = value;
      this.#at++;
    }
    return (this.#call as TraceCall).step();
  }

  /** Lets the trace go. */
  close(): void {
    this.#calls.return?.();
  }
}

/** Finds several calls of a trace, in any order. */
export function findSteps(name: string, calls: Iterable<TraceCall>, places: Iterable<number>): Map<number, TraceStep> {
  const finder = new StepFinder(name, calls);
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map(sorted.map(place => [place, finder.at(place)]));
  finder.close();
  return found;
}

/** The calls among the items of a trace. */
export function* callsIn(items: Iterable<TraceCallItem>): Generator<TraceCall> {
  for (const item of items) if (!('ending' in item)) yield item;
}
