import type { HostcallName } from '../../domain/index.js';
import { CallRecord } from './call-record.js';
import { decodeArguments, decodeResults, movedBytes, pathOf } from './decode.js';
import type { Arguments, Results } from './decoded-values.js';
import { formatStrace, type StraceOptions } from './strace-line.js';

/**
 * One hostcall as it happened. It keeps raw numbers and a few captured bytes, and decodes them when asked; decoding never throws,
 * whatever the guest passed. It may be kept: nothing it holds is reused.
 */
export class TracedCall<N extends HostcallName = HostcallName> extends CallRecord {
  /** The hostcall's name; tells the types of `args` and `result`. */
  get name(): N {
    return this.shape.name as N;
  }

  /** The guest path it is about: of calls that take one the path as given, of others the first descriptor's. */
  get path(): string | undefined {
    return pathOf(this) ?? this.label;
  }

  /** How many bytes it read, wrote or filled; 0 unless it succeeded. */
  get bytes(): number {
    return movedBytes(this);
  }

  /** Its arguments by name. */
  get args(): Arguments<N> {
    return decodeArguments(this) as Arguments<N>;
  }

  /** Its results by name; undefined unless it succeeded. */
  get result(): Results<N> | undefined {
    return this.succeeded ? (decodeResults(this) as Results<N>) : undefined;
  }

  /** The first of the bytes it moved, as far as they were captured, buffers joined; undefined for calls that move none. */
  get data(): Uint8Array | undefined {
    for (const { kind, entryPart, exitPart } of this.shape.params) {
      if (kind === 'ciovecs') return this.entryBytes(entryPart + 1)?.slice();
      if (kind === 'iovecs' || kind === 'buffer') return this.exitBytes(exitPart)?.slice();
    }
    return undefined;
  }

  /** It as a line, as strace would print it. */
  text(options?: StraceOptions): string {
    return formatStrace(this, options);
  }
}

/** One hostcall of any name. `call.name === 'fd_read'` narrows it. */
export type HostcallEvent = { [N in HostcallName]: TracedCall<N> }[HostcallName];
