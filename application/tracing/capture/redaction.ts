const EQUALS = 0x3d;
const STAR = 0x2a;

/**
 * Strings as args_get or environ_get lay them out, with stars for private text: whole arguments, and the values of variables. How
 * many there are, how long they are and what variables are called stays.
 * @param bytes strings that each end in a NUL
 */
export function redactStrings(bytes: Uint8Array, kind: 'args' | 'environ'): Uint8Array {
  const redacted = bytes.slice();
  for (let from = 0; from < bytes.length; ) {
    const nul = bytes.indexOf(0, from);
    const end = nul < 0 ? bytes.length : nul;
    const equals = kind === 'environ' ? bytes.indexOf(EQUALS, from) : -1;
    redacted.fill(STAR, equals < 0 || equals > end ? from : equals + 1, end);
    from = end + 1;
  }
  return redacted;
}
