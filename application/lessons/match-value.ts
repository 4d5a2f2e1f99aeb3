import { describe, type FlagKind, flagSets, Right, type RightName } from '../../domain/index.js';
import { counted } from '../text/index.js';
import type { PlainEvent, PlainValue } from '../tracing/index.js';
import type { CallPattern, ValuePattern, ValueRule } from './check.js';

const RULES: readonly string[] = ['min', 'max', 'length', 'has', 'lacks'] satisfies readonly (keyof ValueRule)[];

/** The names of a value's bits, if it has such. */
type BitNames = (name: string) => number | undefined;

const noBits: BitNames = () => undefined;

/** The bits of an argument of a hostcall, by name. */
function bitsOf(call: PlainEvent['name'], argument: string): BitNames {
  const kind = describe(call).params.find(({ name }) => name === argument)?.kind;
  if (kind === undefined) return noBits;
  if (Object.hasOwn(flagSets, kind)) {
    const names: readonly string[] = flagSets[kind as FlagKind];
    return name => (names.includes(name) ? 1 << names.indexOf(name) : undefined);
  }
  return name => (Object.hasOwn(Right, name) ? Right[name as RightName] : undefined);
}

/**
 * In what a call is not as it has to be.
 * @returns clauses such as `fd is 2, not 1`; none if it matches
 */
export function callMismatches(event: PlainEvent, pattern: CallPattern): string[] {
  const found: string[] = [];
  const error = event.error ?? 'none';
  if (pattern.error !== undefined && pattern.error !== error)
    found.push(
      pattern.error === 'none'
        ? `it returned ${error}`
        : `it ${error === 'none' ? 'succeeded' : `returned ${error}`} instead of returning ${pattern.error}`,
    );
  for (const [name, expected] of Object.entries(pattern.args ?? {}))
    found.push(...valueMismatches(event.args[name], expected, name, bitsOf(event.name, name)));
  if (pattern.result !== undefined && event.result !== undefined)
    for (const [name, expected] of Object.entries(pattern.result))
      found.push(...valueMismatches(event.result[name], expected, name));
  else if (pattern.result !== undefined && found.length === 0) found.push(`it returned ${error}`);
  if (pattern.bytes !== undefined) found.push(...valueMismatches(event.bytes, pattern.bytes, 'the number of bytes'));
  if (pattern.start !== undefined) found.push(...valueMismatches(event.start, pattern.start, 'its time'));
  if (pattern.injected !== undefined && pattern.injected !== (event.injected === true))
    found.push(pattern.injected ? 'its result is that of the host' : 'its result was injected');
  return found;
}

/**
 * In what a value is not as it has to be.
 * @param name how clauses call it
 */
export function valueMismatches(
  value: PlainValue | undefined,
  expected: ValuePattern,
  name: string,
  bits: BitNames = noBits,
): string[] {
  if (value === undefined) return [`${name} is missing`];
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (isRule(expected) && !isObject) return ruleMismatches(value, expected, name, bits);
  if (Array.isArray(expected)) {
    if (!Array.isArray(value)) return [`${name} is ${shown(value)}, not a list`];
    if (value.length !== expected.length)
      return [`${name} has ${counted(value.length, 'item')}, not ${expected.length}`];
    return expected.flatMap((each, index) => valueMismatches(value[index], each, `${name}[${index}]`));
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof value !== 'object' || value === null) return [`${name} is ${shown(value)}`];
    const members = value as { readonly [member: string]: PlainValue };
    return Object.entries(expected).flatMap(([member, each]) =>
      valueMismatches(members[member], each, Array.isArray(value) ? `${name}[${member}]` : `${name}.${member}`),
    );
  }
  return value === expected ? [] : [`${name} is ${shown(value)}, not ${shown(expected as PlainValue)}`];
}

function isRule(pattern: ValuePattern): pattern is ValueRule {
  if (typeof pattern !== 'object' || pattern === null || Array.isArray(pattern)) return false;
  const names = Object.keys(pattern);
  return names.length > 0 && names.every(name => RULES.includes(name));
}

function ruleMismatches(value: PlainValue, rule: ValueRule, name: string, bits: BitNames): string[] {
  const { min, max, length, has, lacks } = rule;
  const found: string[] = [];
  const size = typeof value === 'string' || Array.isArray(value) ? value.length : undefined;
  if (length !== undefined && size !== length) found.push(`${name} has ${size ?? 'no'} items, not ${length}`);
  const number = Number(value);
  if (min !== undefined && !(number >= min)) found.push(`${name} is ${shown(value)}, less than ${min}`);
  if (max !== undefined && !(number <= max)) found.push(`${name} is ${shown(value)}, more than ${max}`);
  for (const each of has?.split('|') ?? []) if (!(number & bit(each, bits))) found.push(`${name} lacks ${each}`);
  for (const each of lacks?.split('|') ?? []) if (number & bit(each, bits)) found.push(`${name} has ${each}`);
  return found;
}

function bit(name: string, bits: BitNames): number {
  const found = bits(name);
  if (found === undefined) throw new RangeError(`there is no flag or right ${name} here`);
  return found;
}

/** A value for people. */
export function shown(value: PlainValue | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

/** `1 call`, `2 calls`, `no calls`. */
export function howMany(count: number, noun: string): string {
  return count === 0 ? `no ${noun}s` : counted(count, noun);
}
