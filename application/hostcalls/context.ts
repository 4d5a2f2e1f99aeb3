import type { DescriptorTable, EncodedStrings, Listings, Ports } from '../../domain/index.js';

/** What the meanings of one guest work with. */
export interface HostcallContext {
  readonly ports: Ports;
  readonly descriptors: DescriptorTable;
  readonly listings: Listings;
  readonly args: EncodedStrings;
  readonly environ: EncodedStrings;
  /** Ends the program: remembers the code and unwinds the guest. */
  exit(code: number): never;
}
