import { ConfigurationError } from '../../errors.js';

/**
 * Reads bytes as two hexadecimal digits each; blanks between them do not count.
 * @throws ConfigurationError for anything else
 */
export function bytesOfHex(text: string): Uint8Array {
  const digits = text.replace(/\s+/g, '');
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits))
    throw new ConfigurationError(
      `'${text.slice(0, 40)}' is no bytes`,
      'write two hexadecimal digits for each, such as 00 ff',
    );
  return Uint8Array.from({ length: digits.length / 2 }, (_, at) =>
    Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16),
  );
}
