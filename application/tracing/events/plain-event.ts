import { errnoName } from '../../../domain/index.js';
import { plainBytes } from '../../text/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { decodeArguments, decodeResults, pathOf, stackOf } from './decode.js';

/** A value as JSON can hold it: u64 beyond 2^53 as decimal text, bytes with the escapes of a trace's strings. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value instanceof Uint8Array) return plainBytes(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/**
 * What a call's event is as JSON: what a person can use, without the raw material. A line of an NDJSON trace has the same members, and is put
 * together faster, in `exporters/json-call.ts`.
 */
export function plainEvent(call: CallRecord): Record<string, unknown> {
  const { sequence, instance, name, abi, state, start, duration, errno, descriptor, bytes } = call;
  const when = { start, duration: state === 'entered' ? undefined : duration };
  const outcome = { errno, error: errno === 0 ? undefined : errnoName(errno) };
  const tampering = { injected: call.injected || undefined, delayed: call.delayed || undefined };
  const args = plain(decodeArguments(call));
  const result = call.succeeded ? plain(decodeResults(call)) : undefined;
  const about = { descriptor, path: pathOf(call), bytes, args, result, stack: stackOf(call) };
  return { sequence, instance, name, abi, state, ...when, ...outcome, ...tampering, ...about, ...plainDenial(call) };
}

/** Why it gave an errno, as data and as a sentence, if that is known. */
export function plainDenial({ extras }: CallRecord): { readonly denial?: unknown } {
  const denial = extras?.denial;
  return denial === undefined ? {} : { denial: plain({ ...denial, text: extras?.explainDenial?.(denial) }) };
}
