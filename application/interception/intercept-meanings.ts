import { type DescriptorTable, type HostcallName, hostcallNames, type Meanings } from '../../domain/index.js';
import { interceptedShape } from './intercepted-shape.js';
import type { Interceptor, Interceptors } from './interceptor.js';
import { type Chain, Passage } from './passage.js';

/** Whose calls are intercepted. */
export interface Intercepted {
  readonly descriptors: DescriptorTable;
  readonly instance: number;
  /** Tells the embedder of an error, later and outside of the guest. */
  readonly report: (error: unknown) => void;
}

/**
 * Puts interceptors before the meanings of one guest. Meanings that nobody intercepts stay the functions they were.
 * @param meanings changed in place
 * @param added in the order they were added: the last is the outermost, which sees a call first
 */
export function interceptMeanings(meanings: Meanings, added: readonly Interceptors[], guest: Intercepted): void {
  for (const name of hostcallNames) {
    const interceptors: Interceptor[] = [];
    for (const each of added) {
      const interceptor = each[name] as Interceptor | undefined;
      if (interceptor !== undefined) interceptors.push(interceptor.bind(each));
    }
    if (interceptors.length > 0) wrap(meanings, name, interceptors, guest);
  }
}

function wrap(meanings: Meanings, name: HostcallName, interceptors: readonly Interceptor[], guest: Intercepted): void {
  const table = meanings as Record<HostcallName, (...values: never[]) => number>;
  const chain: Chain = {
    name,
    shape: interceptedShape(name),
    meaning: table[name] as Chain['meaning'],
    interceptors,
    ...guest,
  };
  table[name] = (...values) => new Passage(chain, values).run();
}
