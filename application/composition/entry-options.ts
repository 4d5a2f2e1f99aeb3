import { CALLBACK, type OptionKinds } from '../options/index.js';

/** Options of operations that visit many entries and can take long. */
export interface EntryOptions {
  /**
   * Called with the path of each entry before it is read, compared or written: to show how far the work is, or to end it by throwing an error.
   */
  readonly onEntry?: ((path: string) => void) | undefined;
}

/** What they can be. */
export const entryKinds: OptionKinds<EntryOptions> = { onEntry: CALLBACK };
