import { type Abi, errnoName, type HostcallName, type StackFrame } from '../../../domain/index.js';
import { plainBytes } from '../../text/index.js';
import type { CallRecord, CallState } from '../capture/call-record.js';
import { decodeArguments, decodeResults, pathOf, stackOf } from './decode.js';

/** A value as JSON has it. */
export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/**
 * An event as plain data: what a person can use, without raw data. Its members are those of the event; the optional ones are present if they apply.
 */
export interface PlainEvent {
  readonly sequence: number;
  readonly instance: number;
  /** Of a thread other than the first. */
  readonly thread?: number;
  readonly name: HostcallName;
  readonly abi: Abi;
  readonly state: CallState;
  readonly start: number;
  /** Once the call has ended. */
  readonly duration?: number;
  readonly errno: number;
  /** The name of the errno, if the call failed. */
  readonly error?: string;
  readonly injected?: true;
  readonly delayed?: true;
  readonly descriptor?: number;
  readonly path?: string;
  readonly bytes: number;
  /** Without those outside of the guest's memory. */
  readonly args: Readonly<Record<string, PlainValue>>;
  /** If the call succeeded. */
  readonly result?: Readonly<Record<string, PlainValue>>;
  readonly stack?: readonly StackFrame[];
  /** Why the call failed, with a sentence (`text`), if the trace's settings have a finder. */
  readonly denial?: Readonly<Record<string, PlainValue>>;
}

/** A value as JSON can hold it: u64 beyond 2^53 as decimal text, bytes with the escapes of a trace's strings. Undefined members are left out. */
function plain(value: unknown): PlainValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value instanceof Uint8Array) return plainBytes(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value as PlainValue;
  return members(value);
}

function members(value: object): Readonly<Record<string, PlainValue>> {
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(given.map(([key, member]) => [key, plain(member)]));
}

/**
 * An event as plain data. A line of an NDJSON trace has the same members, and is put together faster, in `exporters/json-call.ts`.
 */
export function plainEvent(call: CallRecord): PlainEvent {
  const { sequence, instance, thread, name, abi, state, start, duration, errno, injected, delayed, descriptor, bytes } =
    call;
  const path = pathOf(call);
  const stack = stackOf(call);
  return {
    ...{ sequence, instance, ...(thread !== 1 && { thread }), name, abi, state, start },
    ...(state !== 'entered' && { duration }),
    errno,
    ...(errno !== 0 && { error: errnoName(errno) }),
    ...(injected && { injected }),
    ...(delayed && { delayed }),
    ...(descriptor !== undefined && { descriptor }),
    ...(path !== undefined && { path }),
    bytes,
    args: members(decodeArguments(call)),
    ...(call.succeeded && { result: members(decodeResults(call)) }),
    ...(stack !== undefined && { stack }),
    ...plainDenial(call),
  };
}

/** Why it gave an errno, as data and as a sentence, if that is known. */
export function plainDenial({ extras }: CallRecord): Pick<PlainEvent, 'denial'> {
  const denial = extras?.denial;
  return denial === undefined ? {} : { denial: members({ ...denial, text: extras?.explainDenial?.(denial) }) };
}
