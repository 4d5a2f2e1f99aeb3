import { inspect } from 'node:util';
import { errnoName, nearestNames } from '../../domain/index.js';

/**
 * Errors as `node:wasi` throws them: same class, `code` and message.
 *
 * Source: lib/internal/errors.js and lib/internal/validators.js of Node 20; what it does is compared with them in the tests.
 */

/** An error with a code, as Node's are. */
export type NodeError = Error & { readonly code: string };

function withCode(error: Error, code: string): NodeError {
  Object.defineProperty(error, 'toString', {
    value: () => `${error.name} [${code}]: ${error.message}`,
    configurable: true,
    writable: true,
  });
  return Object.assign(error, { code });
}

/** How Node tells what it received. */
function received(value: unknown): string {
  if (value === undefined || value === null) return `Received ${value}`;
  if (typeof value === 'function') return `Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = value.constructor?.name;
    return name ? `Received an instance of ${name}` : `Received ${inspect(value, { depth: -1 })}`;
  }
  if (typeof value !== 'string') return `Received type ${typeof value} (${inspect(value)})`;
  const shown = value.length > 28 ? `${value.slice(0, 25)}...` : value;
  return `Received type string (${shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`})`;
}

/** `ERR_INVALID_ARG_TYPE`. */
function wrongType(name: string, expected: string, value: unknown): NodeError {
  const what = name.includes('.') ? 'property' : 'argument';
  return withCode(
    new TypeError(`The "${name}" ${what} must be ${expected}. ${received(value)}`),
    'ERR_INVALID_ARG_TYPE',
  );
}

/** `ERR_OUT_OF_RANGE`. */
function outOfRange(name: string, range: string, value: unknown): NodeError {
  return withCode(
    new RangeError(`The value of "${name}" is out of range. It must be ${range}. Received ${inspect(value)}`),
    'ERR_OUT_OF_RANGE',
  );
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not a plain object */
export function requireObject(value: unknown, name: string): asserts value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrongType(name, 'of type object', value);
}

/**
 * Node passes over properties that it does not know; here a misspelt one is an error.
 * @throws `ERR_INVALID_ARG_VALUE`
 */
export function requireKnown(value: object, name: string, known: readonly string[]): void {
  const unknown = Object.keys(value).find(key => !known.includes(key));
  if (unknown === undefined) return;
  const [near] = nearestNames(unknown, known);
  const hint = near === undefined ? `There are ${known.join(', ')}.` : `Did you mean '${near}'?`;
  throw withCode(new TypeError(`The property '${name}.${unknown}' is unknown. ${hint}`), 'ERR_INVALID_ARG_VALUE');
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not an array */
export function requireArray(value: unknown, name: string): asserts value is unknown[] {
  if (!Array.isArray(value)) throw wrongType(name, 'an instance of Array', value);
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not a boolean */
export function requireBoolean(value: unknown, name: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw wrongType(name, 'of type boolean', value);
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not a string */
export function requireString(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw wrongType(name, 'of type string', value);
}

/** @throws `ERR_INVALID_ARG_TYPE` for what is not a function */
export function requireFunction(value: unknown, name: string): asserts value is (...args: unknown[]) => unknown {
  if (typeof value !== 'function') throw wrongType(name, 'of type function', value);
}

/** @throws `ERR_INVALID_ARG_TYPE` for anything */
export function requireUndefined(value: unknown, name: string): asserts value is undefined {
  if (value !== undefined) throw wrongType(name, 'undefined', value);
}

/** @throws `ERR_INVALID_ARG_TYPE`, `ERR_OUT_OF_RANGE` for what is not a descriptor of the host */
export function requireDescriptor(value: unknown, name: string): asserts value is number {
  if (typeof value !== 'number') throw wrongType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < 0 || value > 0x7fffffff) throw outOfRange(name, '>= 0 && <= 2147483647', value);
}

/** `ERR_INVALID_ARG_VALUE` for a version of WASI. */
export function unsupportedVersion(value: string): NodeError {
  return withCode(
    new TypeError(`The property 'options.version' unsupported WASI version. Received ${inspect(value)}`),
    'ERR_INVALID_ARG_VALUE',
  );
}

/** `ERR_INVALID_ARG_TYPE` for a memory that is none; not one of Node's own errors, but one of its native code. */
export function noMemory(): NodeError {
  const error = new TypeError('"instance.exports.memory" property must be a WebAssembly.Memory object');
  return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}

/** `ERR_WASI_ALREADY_STARTED`. */
export function alreadyStarted(): NodeError {
  return withCode(new Error('WASI instance has already started'), 'ERR_WASI_ALREADY_STARTED');
}

/**
 * What Node throws when its WASI library cannot begin: code `UVWASI_` and the errno's name.
 * @param errno positive
 * @param what which option it is about; Node does not say
 */
export function cannotBegin(errno: number, what: string): NodeError {
  const code = `UVWASI_${errnoName(errno)}`;
  return Object.assign(new Error(`${code}, uvwasi_init: ${what}`), { errno, code, syscall: 'uvwasi_init' });
}
