import type { RawArgument } from '../../../../application/abi/index.js';
import type { Abi } from '../../../../application/tracing/index.js';
import type { HostcallName } from '../../../../domain/index.js';
import type { TracedGuest } from '../traced-guest.js';

/** One call and the line it gives. */
export interface Case {
  readonly name: HostcallName;
  readonly args: readonly RawArgument[];
  /** Lays out what the call reads. */
  readonly before?: (guest: TracedGuest) => void;
  /** The bytes that the call writes. */
  readonly work?: (guest: TracedGuest) => void;
  /** What it gives; 0 by default. */
  readonly errno?: number;
  readonly line: string;
  readonly abi?: Abi;
}
