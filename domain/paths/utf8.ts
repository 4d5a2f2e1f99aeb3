/** Up to this many bytes, pieces of eight joined are faster than one call with all codes (measured on V8). */
const SHORT = 24;
/** Codes handed to one `String.fromCharCode`; arguments lie on the stack. */
const CHUNK = 4096;

/**
 * The same text as a string of its own. V8 has a part of a string hold on to the whole: a name that is kept would keep the path it was cut from.
 * @param text with no lone surrogate, as all names have none
 */
export function ownCopy(text: string): string {
  const bytes = encodeUtf8(text);
  return decodeUtf8(bytes, 0, bytes.length) ?? text;
}

/**
 * Decodes strict UTF-8. The domain knows no platform, so no `TextDecoder`, which would refuse shared memory besides.
 *
 * Each byte is read once, so another thread that writes meanwhile cannot make an unchecked byte pass.
 * @param bytes where it lies; the memory may be shared
 * @param offset of the first byte
 * @param length in bytes
 * @returns the text; undefined if it is not valid: truncated, overlong, a surrogate, above U+10FFFF, a stray continuation
 */
export function decodeUtf8(bytes: Uint8Array, offset: number, length: number): string | undefined {
  if (length > SHORT) return decodeCodes(bytes, offset, length, '');
  const end = offset + length;
  let text = '';
  let at = offset;
  for (; at + 8 <= end; at += 8) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    if ((a | b | c | d | e | f | g | h) > 0x7f) return decodeCodes(bytes, at, end - at, text);
    text += String.fromCharCode(a, b, c, d, e, f, g, h);
  }
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte > 0x7f) return decodeCodes(bytes, at, end - at, text);
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Decodes `length` bytes and appends them to `text`; undefined if they are not valid. */
function decodeCodes(bytes: Uint8Array, offset: number, length: number, text: string): string | undefined {
  const end = offset + length;
  let decoded = text;
  let codes: number[] = [];
  let at = offset;
  while (at < end) {
    const lead = bytes[at++] as number;
    if (lead < 0x80) {
      codes.push(lead);
    } else {
      // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF (Unicode, table 3-7).
      let more: number;
      let least = 0x80;
      let most = 0xbf;
      let point: number;
      if (lead < 0xc2) return undefined;
      if (lead < 0xe0) {
        more = 1;
        point = lead & 0x1f;
      } else if (lead < 0xf0) {
        more = 2;
        point = lead & 0x0f;
        if (lead === 0xe0) least = 0xa0;
        if (lead === 0xed) most = 0x9f;
      } else if (lead < 0xf5) {
        more = 3;
        point = lead & 0x07;
        if (lead === 0xf0) least = 0x90;
        if (lead === 0xf4) most = 0x8f;
      } else {
        return undefined;
      }
      if (at + more > end) return undefined;
      for (; more > 0; more--) {
        const byte = bytes[at++] as number;
        if (byte < least || byte > most) return undefined;
        least = 0x80;
        most = 0xbf;
        point = (point << 6) | (byte & 0x3f);
      }
      if (point < 0x10000) codes.push(point);
      else codes.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
    }
    if (codes.length >= CHUNK) {
      decoded += String.fromCharCode(...codes);
      codes = [];
    }
  }
  return decoded + String.fromCharCode(...codes);
}

/**
 * How many bytes `encodeUtf8` gives.
 * @param text any string; a lone surrogate counts as U+FFFD, three bytes
 */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) {
      length += 1;
    } else {
      length += 2;
      // A pair is four bytes: two more than its two units count.
      if (isHigh(code) && isLow(text.charCodeAt(i + 1))) i++;
    }
  }
  return length;
}

/**
 * Encodes text.
 * @param text any string; lone surrogates become U+FFFD
 * @returns its bytes, in an array of their own
 */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(utf8Length(text));
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      bytes[at++] = code;
      continue;
    }
    if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
      continue;
    }
    const next = isHigh(code) ? text.charCodeAt(i + 1) : 0;
    if (isLow(next)) {
      i++;
      code = 0x10000 + ((code & 0x3ff) << 10) + (next & 0x3ff);
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
    } else {
      if ((code & 0xf800) === 0xd800) code = 0xfffd;
      bytes[at++] = 0xe0 | (code >> 12);
    }
    bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at++] = 0x80 | (code & 0x3f);
  }
  return bytes;
}

/**
 * Writes text into a window, cut off where the window ends, if need be inside a character.
 * @param room bytes the window has
 * @returns bytes written
 */
export function writeUtf8(text: string, into: Uint8Array, offset: number, room: number): number {
  const plain = Math.min(text.length, room);
  let at = 0;
  for (; at < plain; at++) {
    const code = text.charCodeAt(at);
    if (code >= 0x80) break;
    into[offset + at] = code;
  }
  if (at === plain) return plain;
  const bytes = encodeUtf8(text);
  const written = Math.min(bytes.length, room);
  into.set(written < bytes.length ? bytes.subarray(0, room) : bytes, offset);
  return written;
}

function isHigh(code: number): boolean {
  return (code & 0xfc00) === 0xd800;
}

function isLow(code: number): boolean {
  return (code & 0xfc00) === 0xdc00;
}
