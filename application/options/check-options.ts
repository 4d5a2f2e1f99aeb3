import { nearestNames } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { abridged } from '../text/index.js';
import { isRecord, type OptionKind, type OptionKinds } from './option-kinds.js';

/** Characters of a text that a message shows. */
const SHOWN = 40;
/** Names that a message lists. */
const LISTED = 30;

/**
 * Checks an object of options: that each option exists and is something that it can be. An option that is undefined is not given.
 * @param given what the embedder passed
 * @param owner whose options they are, for messages: `chaos()`, `the preopen "/"`
 * @throws ConfigurationError for what is not an object of options, and for the first option that is unknown, missing or something else than it can be
 */
export function checkOptions<Options extends object>(
  given: { readonly [Name in keyof Options]?: Options[Name] | undefined },
  owner: string,
  kinds: OptionKinds<Options>,
): void {
  const names = Object.keys(kinds);
  if (!isRecord(given))
    throw new ConfigurationError(
      `the options of ${owner} are ${shown(given)}`,
      instead(given, `give an object with ${names.join(', ')}`),
    );
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(kinds, name)) throw unknownName('option', name, names, ` of ${owner}`);
    const kind: OptionKind = kinds[name as keyof Options];
    if (value !== undefined && !kind.fits(value))
      throw new ConfigurationError(
        `option ${JSON.stringify(name)} of ${owner} is ${shown(value)}`,
        instead(value, `give ${kind.expected}${kind.required ? '' : ', or leave it out'}`),
      );
  }
  const missing = names.find(
    name => kinds[name as keyof Options].required && given[name as keyof Options] === undefined,
  );
  if (missing === undefined) return;
  const { expected } = kinds[missing as keyof Options];
  throw new ConfigurationError(`option ${JSON.stringify(missing)} of ${owner} is missing`, `give ${expected}`);
}

/** Options with defaults in place of those that are not given, or are undefined. */
export function withDefaults<Options extends object>(
  defaults: Options,
  given: { readonly [Name in keyof Options]?: Options[Name] | undefined },
): Options {
  return { ...defaults, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) };
}

/**
 * Checks one value, such as a parameter.
 * @param name how messages call it
 * @throws ConfigurationError if it is something else
 */
export function checkValue(value: unknown, name: string, { expected, fits }: OptionKind): void {
  if (!fits(value)) throw new ConfigurationError(`${name} is ${shown(value)}`, instead(value, `give ${expected}`));
}

/**
 * The error for a name that does not exist: it offers the nearest names, or else all of them.
 * @param what such as `option`
 * @param where the end of the sentence, such as ` of chaos()`
 */
export function unknownName(what: string, name: string, names: readonly string[], where = ''): ConfigurationError {
  const near = nearestNames(name, names);
  const all = names.length > LISTED ? `${names.length}, such as ${names[0]}` : names.join(', ');
  const remedy = near.length > 0 ? `did you mean ${near.join(', ')}?` : `there are ${all}`;
  return new ConfigurationError(`unknown ${what} ${JSON.stringify(abridged(name, SHOWN))}${where}`, remedy);
}

/** A value in a message. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(abridged(value, SHOWN));
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'an array';
      const name = value.constructor?.name ?? 'Object';
      return name === 'Object' ? 'an object' : `an instance of ${name}`;
    }
    default:
      return String(value);
  }
}

/** What to do about a wrong value. @param remedy for most values */
function instead(value: unknown, remedy: string): string {
  return value instanceof Promise ? 'await it first' : remedy;
}
