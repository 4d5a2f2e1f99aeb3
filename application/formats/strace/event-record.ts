import { INSPECT, type StackFrame } from '../../../domain/index.js';
import type { Denial, DescriptorDetails, PlainEvent } from '../../tracing/index.js';
import {
  CallRecord,
  dataOf,
  decodeArguments,
  decodeResults,
  pathOf,
  plainEvent,
  stackOf,
} from '../../tracing/index.js';
import { standardLine } from './standard-line.js';

/** A captured call with all properties of a `HostcallEvent`. Each is decoded on access, and nothing throws. */
export class EventRecord extends CallRecord {
  get args(): Record<string, unknown> {
    return decodeArguments(this);
  }

  get result(): Record<string, unknown> | undefined {
    return this.succeeded ? decodeResults(this) : undefined;
  }

  get path(): string | undefined {
    return pathOf(this);
  }

  get data(): Uint8Array | undefined {
    return dataOf(this);
  }

  get details(): DescriptorDetails | undefined {
    return this.extras?.descriptor;
  }

  get secondDetails(): DescriptorDetails | undefined {
    return this.extras?.secondDescriptor;
  }

  get stack(): readonly StackFrame[] | undefined {
    return stackOf(this);
  }

  get denial(): Denial | undefined {
    return this.extras?.denial;
  }

  text(): string {
    return standardLine(this);
  }

  override toString(): string {
    return this.text();
  }

  /** Shows the line. */
  [INSPECT](): string {
    return this.text();
  }

  toJSON(): PlainEvent {
    return plainEvent(this);
  }
}
