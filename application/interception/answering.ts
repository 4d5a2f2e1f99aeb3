/** Answering a call by hand, in place of the host or after it. */
import { describe, Errno, fillsBuffers, type HostcallName, type Timestamp } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { BYTES, checkOptions, type OptionKinds, recordOf, TEXT_OR_NUMBER } from '../options/index.js';
import { interceptedShape } from './intercepted-shape.js';
import type { InterceptedCall, Proceed, RejectedCall } from './interceptor.js';
import { checkTampering } from './tampering/check-tampering.js';
import { buffersOf, roomOf } from './tampering/room.js';

/** What a call is to return. */
export interface Answer {
  /** It fails with this: its name, in any spelling, or its number; 0 for a call that has failed and is to succeed. */
  readonly errno?: string | number | undefined;
  /** Its first result if that is a number that it returns: a count of bytes, a descriptor, an offset. */
  readonly value?: number | undefined;
  /** Its other results by name, such as `time`, and `filestat.size` for a part of one. Whole numbers; beyond 2^53 as decimal text. */
  readonly results?: Readonly<Record<string, number | string>> | undefined;
  /** Bytes that it reads, in place of those that it has read: the result is how many there are. */
  readonly data?: Uint8Array | undefined;
}

/** An answer that fits a call. */
export interface CheckedAnswer {
  /** As meanings return it; undefined for what the call itself returns. */
  readonly returned: number | undefined;
  readonly results: readonly (readonly [name: string, value: bigint])[];
  readonly data: Uint8Array | undefined;
}

const kinds: OptionKinds<Answer> = {
  errno: TEXT_OR_NUMBER,
  // Checked below, by what the hostcall returns.
  value: { expected: 'a whole number', fits: Number.isSafeInteger },
  results: recordOf('numbers by name'),
  data: BYTES,
};

/**
 * Checks an answer against what a call can return.
 * @param call one with results, unless it was rejected
 * @param result what it has returned, if it has been made: results that are not given are then those of the call
 * @throws ConfigurationError that says what does not fit
 */
export function checkAnswer(
  call: InterceptedCall | RejectedCall,
  answer: Answer,
  result: number | undefined,
): CheckedAnswer {
  const { name } = call;
  const made = result !== undefined && result >= 0;
  checkOptions(answer, 'an answer', kinds);
  const { errno, value, results = {}, data } = answer;
  const succeeds = errno === undefined || Number(errno) === 0;
  if (!succeeds && (value !== undefined || data !== undefined || Object.keys(results).length > 0))
    throw new ConfigurationError('a call that fails has no results', 'leave out the errno, or the results');
  if (!succeeds) {
    const { returned } = checkTampering({ calls: name, error: errno, force: true });
    return { returned, results: [], data: undefined };
  }
  const { largest, noreturn } = interceptedShape(name);
  if (noreturn) throw new ConfigurationError(`${name} ends the program and never returns`, 'let it be made');
  if (value !== undefined && (value < 0 || value > largest))
    throw new ConfigurationError(
      largest === 0 ? `${name} returns no number` : `${value} is not a result of ${name}`,
      largest === 0 ? 'leave out the value' : `give a whole number, 0 to ${largest}`,
    );
  if (data !== undefined && !readsBytes(name))
    throw new ConfigurationError(`${name} reads no bytes`, 'leave out the data');
  const given = Object.entries(results).map(([key, text]) => [key, wholeNumber(key, text)] as const);
  const known = 'results' in call ? numbersIn(call) : {};
  for (const [key] of given)
    if (!Object.hasOwn(known, key))
      throw new ConfigurationError(
        `${name} has no number '${key}' among its results`,
        Object.keys(known).length === 0 ? 'leave it out' : `it has ${Object.keys(known).join(', ')}`,
      );
  if (!made && !('results' in call) && interceptedShape(name).hasResults)
    throw new ConfigurationError(`${name} was called with invalid pointers, and cannot succeed`, 'give another errno');
  const lacking = made ? undefined : Object.keys(known).find(key => key !== 'ro_flags' && !(key in results));
  if (lacking !== undefined)
    throw new ConfigurationError(
      `${name} returns '${lacking}' too, which is not given`,
      'give it, or let the call be made and change its result',
    );
  if (!made && describe(name).params.some(({ kind }) => kind === 'events'))
    throw new ConfigurationError(`${name} reports events, which an answer cannot provide`, 'let the call be made');
  const number = data === undefined ? value : largest === 0 ? 0 : data.length;
  return { returned: number ?? (made && errno === undefined ? undefined : 0), results: given, data };
}

/** Whether a call returns a number: a count of bytes, a descriptor, an offset. */
export function returnsNumber(name: HostcallName): boolean {
  return interceptedShape(name).largest > 0;
}

/** Whether a call reads into the guest's buffers what an answer can be put in place of. */
export function readsBytes(name: HostcallName): boolean {
  return describe(name).params.some(({ kind, holds }) => fillsBuffers(kind) || holds === 'name' || holds === 'random');
}

function wholeNumber(name: string, text: number | string): bigint {
  if (/^\d{1,20}$/.test(String(text)) && BigInt(text) < 2n ** 64n) return BigInt(text);
  throw new ConfigurationError(`invalid number ${name}=${text}`, 'give a whole number, from 0 to 2^64 − 1');
}

/**
 * Answers a call, and marks it as injected.
 * @param made what the call returned, if it has been made; it is not made otherwise, but that a descriptor is closed
 * @returns what the guest gets
 */
export function answerCall(
  call: InterceptedCall,
  proceed: Proceed,
  { returned, results, data }: CheckedAnswer,
  made?: number,
): number {
  call.markInjected();
  const result = returned ?? made ?? 0;
  if (made === undefined) {
    if (describe(call.name).descriptors === 'closes' && result < 0 && result !== -Errno.EBADF) proceed();
    if ('ro_flags' in call.results) call.results.ro_flags.value = 0;
  }
  for (const [name, value] of results) setResult(call.results as Readonly<Record<string, object>>, name, value);
  if (data !== undefined) fill(call, data);
  return result > 0 ? Math.min(result, roomOf(call.args)) : result;
}

/** The numbers among the results that a call does not return itself, by the names that an answer has for them; decimal. */
export function numbersIn({ results }: InterceptedCall): Readonly<Record<string, string>> {
  const numbers: Record<string, string> = {};
  for (const [name, record] of Object.entries(results as Readonly<Record<string, object>>)) {
    if (isTime(record)) {
      numbers[name] = String(BigInt(record.seconds) * SECOND + BigInt(record.nanoseconds));
      continue;
    }
    for (const [field, value] of Object.entries(record))
      if (typeof value === 'number' || typeof value === 'bigint')
        numbers[field === 'value' ? name : `${name}.${field}`] = String(value);
  }
  return numbers;
}

const SECOND = 1_000_000_000n;

function isTime(record: object): record is Timestamp {
  return 'nanoseconds' in record;
}

function setResult(records: Readonly<Record<string, object>>, name: string, value: bigint): void {
  const [first = '', field = 'value'] = name.split('.');
  const record = records[first] as object;
  if (isTime(record)) {
    record.seconds = Number(value / SECOND);
    record.nanoseconds = Number(value % SECOND);
    return;
  }
  const fields = record as Record<string, number | bigint>;
  fields[field] = typeof fields[field] === 'bigint' ? value : Number(value);
}

function fill({ args }: InterceptedCall, data: Uint8Array): void {
  const given = args as Readonly<Record<string, unknown>>;
  const list = buffersOf(given);
  const buffers =
    list === undefined
      ? Object.values(given).filter(value => value instanceof Uint8Array)
      : (given[list] as readonly Uint8Array[]);
  let at = 0;
  for (const buffer of buffers) {
    buffer.set(data.subarray(at, at + buffer.length));
    at += buffer.length;
  }
}
