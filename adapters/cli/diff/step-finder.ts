import type { TraceItem, TraceStep } from '../../../application/comparison/index.js';
import { CommandLineError } from '../command-line-error.js';

/** Finds calls of a trace again, by their places among those that are compared. Goes through it once, so places have to grow. */
export class StepFinder {
  readonly #name: string;
  readonly #steps: Iterator<TraceStep>;
  #at = -1;
  #step: TraceStep | undefined;

  /** @param name the trace's, for messages */
  constructor(name: string, steps: Iterable<TraceStep>) {
    this.#name = name;
    this.#steps = steps[Symbol.iterator]();
  }

  /**
   * A call by its place, from 0; not before the one asked for last.
   * @throws CommandLineError if the trace has changed meanwhile
   */
  at(place: number): TraceStep {
    while (this.#at < place) {
      const { value, done } = this.#steps.next();
      if (done) throw new CommandLineError(`${this.#name} has become shorter`, 'wait until it is written');
      this.#step = value;
      this.#at++;
    }
    return this.#step as TraceStep;
  }

  /** Lets the trace go. */
  close(): void {
    this.#steps.return?.();
  }
}

/** Finds several calls of a trace, in any order. */
export function findSteps(name: string, steps: Iterable<TraceStep>, places: Iterable<number>): Map<number, TraceStep> {
  const finder = new StepFinder(name, steps);
  const sorted = [...new Set(places)].sort((a, b) => a - b);
  const found = new Map(sorted.map(place => [place, finder.at(place)]));
  finder.close();
  return found;
}

/** The calls among the items of a trace. */
export function* stepsIn(items: Iterable<TraceItem>): Generator<TraceStep> {
  for (const item of items) if (!('ending' in item)) yield item;
}
