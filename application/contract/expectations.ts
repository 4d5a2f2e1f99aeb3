import { errnoName } from '../../domain/index.js';

/** A rule that an adapter breaks. It has the name and the members by which test runners show what differs. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
  readonly actual: unknown;
  readonly expected: unknown;

  constructor(message: string, actual: unknown, expected: unknown) {
    super(message);
    this.actual = actual;
    this.expected = expected;
  }
}

/**
 * Expects two values to be the same, or two arrays or records to have the same values.
 * @param subject what has the value
 */
export function expectEqual(actual: unknown, expected: unknown, subject = ''): void {
  if (isSame(actual, expected)) return;
  fail(`expected ${show(expected)}, not ${show(actual)}`, subject, actual, expected);
}

/** Expects one of these results: 0, or a negative errno. */
export function expectErrno(result: unknown, ...allowed: number[]): void {
  if (allowed.includes(result as number)) return;
  fail(`expected ${allowed.map(show).join(' or ')}, not ${show(result)}`, '', result, allowed[0]);
}

/** Expects a number between two others, both included. */
export function expectWithin(actual: number, least: number, most: number, subject = ''): void {
  if (actual >= least && actual <= most) return;
  fail(`expected a number from ${least} to ${most}, not ${show(actual)}`, subject, actual, undefined);
}

/** Expects a text that matches. */
export function expectMatch(actual: unknown, pattern: RegExp): void {
  if (typeof actual === 'string' && pattern.test(actual)) return;
  fail(`expected a text that matches ${pattern}, not ${show(actual)}`, '', actual, undefined);
}

/** Expects something to be true. */
export function expectThat(holds: boolean, expectation: string): void {
  if (!holds) fail(expectation, '', holds, true);
}

function fail(message: string, subject: string, actual: unknown, expected: unknown): never {
  throw new AssertionError(subject === '' ? message : `${subject}: ${message}`, actual, expected);
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other || Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Object.getPrototypeOf(one) !== Object.getPrototypeOf(other)) return false;
  const [names, others] = [Object.keys(one), Object.keys(other)];
  return (
    names.length === others.length &&
    names.every(name => Object.hasOwn(other, name) && isSame(one[name as never], other[name as never]))
  );
}

/** A value as it is written; with the name of the errno for what may be one. */
function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number' && value < 0 && Number.isInteger(value)) return `${value} (${errnoName(-value)})`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if ('kind' in value) return `a ${String(value.kind)}`;
  return `{ ${Object.entries(value)
    .map(([name, each]) => `${name}: ${show(each)}`)
    .join(', ')} }`;
}
