import { CompiledFilter, type HostcallEvent, recordOf, touchedPaths } from '../../../application/tracing/index.js';
import { nearestNames } from '../../../domain/index.js';

/** So many paths of a program are remembered, to name the nearest one. */
const MOST_PATHS = 10_000;
const SHOWN_PATHS = 3;
/** They are touched by every program that prints. */
const STREAMS: readonly string[] = ['stdin', 'stdout', 'stderr'];

/** Paths of `-P` that no call has touched: one that is misspelt would leave a trace empty, and say nothing. */
export class UntouchedPaths {
  readonly #left = new Map<string, CompiledFilter>();
  /** What calls have been about. */
  readonly #paths = new Set<string>();

  /** @param paths those of `-P` */
  constructor(paths: readonly string[]) {
    for (const path of paths) this.#left.set(path, new CompiledFilter({ paths: [path] }));
  }

  /** Looks at a call, whether it is shown or not. */
  call(event: HostcallEvent): void {
    if (this.#left.size === 0) return;
    const record = recordOf(event);
    for (const path of touchedPaths(record))
      if (!STREAMS.includes(path) && this.#paths.size < MOST_PATHS) this.#paths.add(path);
    for (const [name, filter] of this.#left) if (filter.admitsEntry(record)) this.#left.delete(name);
  }

  /** The message at the end: the problem and the remedy. */
  complaints(): string[] {
    return [...this.#left.keys()].map(path => `no call touched ${path} (-P); ${this.#remedy(path)}`);
  }

  #remedy(path: string): string {
    const longer = [...this.#paths].filter(each => each.length > 1);
    const near = nearestNames(path, longer, SHOWN_PATHS);
    if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
    const some = [...this.#paths].slice(0, SHOWN_PATHS);
    if (some.length === 0) return 'the program has touched no path';
    const more = this.#paths.size > some.length ? ' and others' : '';
    return `write paths as the program sees them: it has touched ${some.join(', ')}${more}`;
  }
}
