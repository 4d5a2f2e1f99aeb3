const EQUALS = 0x3d;
const STAR = 0x2a;

/**
 * Strings as args_get or environ_get lay them out, with stars for their values: names and sizes stay. Of a variable the name is what comes
 * before its `=`; of the arguments the first is a name, the program's.
 * @param bytes strings that each end in a NUL
 */
export function redactStrings(bytes: Uint8Array, kind: 'args' | 'environ'): Uint8Array {
  const redacted = bytes.slice();
  let value = false;
  let first = kind === 'args';
  for (let at = 0; at < redacted.length; at++) {
    const byte = redacted[at];
    if (byte === 0) {
      value = kind === 'args';
      first = false;
    } else if (value && !first) {
      redacted[at] = STAR;
    } else if (kind === 'environ' && byte === EQUALS) {
      value = true;
    }
  }
  return redacted;
}
