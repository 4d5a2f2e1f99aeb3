import { plainBytes } from '../../text/index.js';

/**
 * JSON of the values that calls carry, put together by hand: to make plain objects and have `JSON.stringify` go through them takes three
 * times as long. The rules are those of `plainEvent`: a u64 that a double does not hold exactly is decimal text, and bytes are text with
 * the escapes of a trace's strings.
 */

const TWO_TO_32 = 2 ** 32;

/** A u64 given in halves. */
export function jsonU64(low: number, high: number): string {
  const value = high * TWO_TO_32 + low;
  return value <= Number.MAX_SAFE_INTEGER ? String(value) : `"${BigInt(high) * BigInt(TWO_TO_32) + BigInt(low)}"`;
}

/** A u64 or an i64. */
export function jsonBigint(value: bigint): string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? String(number) : `"${value}"`;
}

/** A number; null if it is not finite, such as a duration that is not known yet. */
export function jsonNumber(value: number): string {
  return Number.isFinite(value) ? String(value) : 'null';
}

/** Bytes. */
export function jsonBytes(bytes: Uint8Array): string {
  return JSON.stringify(plainBytes(bytes));
}

/**
 * Any value of a call.
 * @returns its JSON; undefined for undefined
 */
export function jsonValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'undefined':
      return undefined;
    case 'number':
      return jsonNumber(value);
    case 'bigint':
      return jsonBigint(value);
    case 'object':
      break;
    default:
      return JSON.stringify(value);
  }
  if (value === null) return 'null';
  if (value instanceof Uint8Array) return jsonBytes(value);
  if (Array.isArray(value)) return `[${value.map(item => jsonValue(item) ?? 'null').join(',')}]`;
  let members = '';
  for (const key of Object.keys(value)) members += jsonMember(key, (value as Record<string, unknown>)[key]);
  return `{${members.slice(1)}}`;
}

/** A member of an object with a comma before it; nothing where the value is undefined. */
export function jsonMember(key: string, value: unknown): string {
  const json = jsonValue(value);
  return json === undefined ? '' : `,${JSON.stringify(key)}:${json}`;
}
