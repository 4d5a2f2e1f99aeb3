import { type EncodedStrings, encodeUtf8 } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { shown } from '../options/index.js';

/**
 * Lays strings out as the guest is to find them.
 * @param what names them in an error
 * @throws ConfigurationError for a value that is not a string, for a string that contains a NUL, which would end it early, and for one that is not
 *   well-formed Unicode
 */
export function encodeStrings(strings: readonly string[], what: string): EncodedStrings {
  const offsets: number[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const text of strings) {
    requireString(text, what);
    if (text.includes('\0')) {
      throw new ConfigurationError(
        `${what} ${JSON.stringify(text)} contains a NUL character`,
        'remove it: the guest would see it cut off there',
      );
    }
    requireWellFormed(text, what);
    const encoded = encodeUtf8(text);
    offsets.push(length);
    parts.push(encoded);
    length += encoded.length + 1;
  }
  const bytes = new Uint8Array(length);
  for (const [index, part] of parts.entries()) bytes.set(part, offsets[index]);
  return { bytes, offsets };
}

/**
 * Lays environment variables out; those that are undefined are left out.
 * @throws ConfigurationError for a name that is empty or contains `=`, and for a value that is not a string
 */
export function encodeEnvironment(env: Readonly<Record<string, string | undefined>>): EncodedStrings {
  const given = Object.entries(env).filter(([, value]) => value !== undefined);
  for (const [name, value] of given) {
    requireString(value, `environment variable ${name}`);
    if (name === '' || name.includes('=')) {
      throw new ConfigurationError(
        `invalid environment variable name ${JSON.stringify(name)}`,
        'use one that is not empty and has no "="',
      );
    }
  }
  return encodeStrings(
    given.map(([name, value]) => `${name}=${value}`),
    'environment variable',
  );
}

/**
 * @param what names the text in an error
 * @throws ConfigurationError for text with a lone surrogate, which UTF-8 does not have
 */
export function requireWellFormed(text: string, what: string): void {
  if (/\p{Surrogate}/u.test(text))
    throw new ConfigurationError(
      `${what} ${JSON.stringify(text)} has a lone surrogate, which UTF-8 cannot encode`,
      'give well-formed text',
    );
}

/** A number or null would otherwise go in as its name: `HOME=null`. */
function requireString(text: unknown, what: string): asserts text is string {
  if (typeof text === 'string') return;
  throw new ConfigurationError(`${what} is ${shown(text)}`, 'give a string, or leave it out');
}
