/** The reversed polynomial of CRC-32 (ISO 3309, as in zip and PNG). */
const POLYNOMIAL = 0xedb88320;

const WORD = 4;
/** How many words are taken in at once, each into a sum of its own: no sum waits for another. zlib does the same, and calls it braiding. */
const BRAID = 4;
const STRIDE = BRAID * WORD;
/** From so many bytes on, the words are worth the view that reads them. */
const LONG = 256;

/** What each byte of a word does to the checksum: 256 sums for the first, then those for the next. */
interface Tables {
  /** By the end of the word. */
  readonly near: Int32Array;
  /** By the end of a stride that begins with the word. */
  readonly far: Int32Array;
}

/** Made when they are first needed. */
let made: Tables | undefined;

/** @param passed how many bytes have passed when the sum is taken, the word's own included */
function tableOf(passed: number): Int32Array {
  const table = new Int32Array(WORD * 256);
  for (let at = 0; at < table.length; at++) {
    let sum = at & 0xff;
    for (let bit = 8 * (passed - (at >> 8)); bit > 0; bit--)
      sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ POLYNOMIAL;
    table[at] = sum;
  }
  return table;
}

/**
 * The CRC-32 of bytes.
 * @param bytes the array they are in
 * @param from where they begin
 * @param to behind the last
 * @param before the checksum of what came before them
 * @returns an unsigned 32-bit number
 */
export function crc32(bytes: Uint8Array, from = 0, to = bytes.length, before = 0): number {
  made ??= { near: tableOf(WORD), far: tableOf(STRIDE) };
  const { near } = made;
  let at = from;
  let sum = ~before;
  if (to - from >= LONG) {
    at = to - ((to - from) % STRIDE);
    sum = braided(bytes, from, at, sum, made);
  }
  for (; at <= to - WORD; at += WORD) {
    sum ^=
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    sum = passed(near, sum);
  }
  for (; at < to; at++) sum = (sum >>> 8) ^ (near[0x300 | ((sum ^ (bytes[at] as number)) & 0xff)] as number);
  return ~sum >>> 0;
}

/** The sum of one or more strides. */
function braided(bytes: Uint8Array, from: number, to: number, before: number, { near, far }: Tables): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [a, b, c, d] = [before, 0, 0, 0];
  const last = to - STRIDE;
  for (let at = from; at < last; at += STRIDE) {
    a = passed(far, a ^ view.getInt32(at, true));
    b = passed(far, b ^ view.getInt32(at + 4, true));
    c = passed(far, c ^ view.getInt32(at + 8, true));
    d = passed(far, d ^ view.getInt32(at + 12, true));
  }
  // The last stride joins the sums.
  a = passed(near, a ^ view.getInt32(last, true));
  a = passed(near, a ^ b ^ view.getInt32(last + 4, true));
  a = passed(near, a ^ c ^ view.getInt32(last + 8, true));
  return passed(near, a ^ d ^ view.getInt32(last + 12, true));
}

/** What becomes of a sum that a word has been added to. */
function passed(table: Int32Array, sum: number): number {
  return (
    (table[sum & 0xff] as number) ^
    (table[0x100 | ((sum >>> 8) & 0xff)] as number) ^
    (table[0x200 | ((sum >>> 16) & 0xff)] as number) ^
    (table[0x300 | (sum >>> 24)] as number)
  );
}
