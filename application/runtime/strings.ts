import { type EncodedStrings, encodeUtf8 } from '../../domain/index.js';
import { ConfigurationError } from './errors.js';

/**
 * Lays strings out as the guest is to find them.
 * @param what names them in an error
 * @throws ConfigurationError if one contains a NUL, which would end it early
 */
export function encodeStrings(strings: readonly string[], what: string): EncodedStrings {
  const offsets: number[] = [];
  const parts: Uint8Array[] = [];
  let length = 0;
  for (const text of strings) {
    if (text.includes('\0')) {
      throw new ConfigurationError(
        `${what} ${JSON.stringify(text)} contains a NUL character; remove it: the guest would see it cut off there`,
      );
    }
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
 * Lays environment variables out.
 * @throws ConfigurationError for a name that is empty or contains `=`
 */
export function encodeEnvironment(env: Readonly<Record<string, string>>): EncodedStrings {
  for (const name of Object.keys(env)) {
    if (name === '' || name.includes('=')) {
      throw new ConfigurationError(
        `environment variable name ${JSON.stringify(name)} is not possible; use one that is not empty and has no "="`,
      );
    }
  }
  return encodeStrings(
    Object.entries(env).map(([name, value]) => `${name}=${value}`),
    'environment variable',
  );
}
