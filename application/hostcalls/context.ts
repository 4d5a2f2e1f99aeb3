import type { DescriptorTable, EncodedStrings, Listings, Network, PathWalk, Ports } from '../../domain/index.js';
import type { PendingCalls } from './pending.js';

/** The context of the meanings of one guest. */
export interface HostcallContext {
  readonly ports: Ports;
  /** Where the guest may open sockets; undefined if it may open none. */
  readonly network: Network | undefined;
  readonly descriptors: DescriptorTable;
  /** Of a guest that is suspended where it waits: what has been waited for. */
  readonly pending?: PendingCalls | undefined;
  readonly listings: Listings;
  /** The walks along a call's first and second path. They tell afterwards why a call was refused. */
  readonly walks: readonly [PathWalk, PathWalk];
  readonly args: EncodedStrings;
  readonly environ: EncodedStrings;
  /** Where a call takes long, it is called from time to time: the program can be stopped there, and is unwound then. */
  pause(): void;
  /**
   * Starts a thread of the program; undefined where it has none.
   * @param startArg what the thread is told
   * @returns its number, or `-EAGAIN` if there cannot be another
   */
  readonly spawn?: ((startArg: number) => number) | undefined;
  /** Ends the program: remembers the code and unwinds the guest. */
  exit(code: number): never;
}
