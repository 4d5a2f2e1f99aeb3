/** Below this, copying byte by byte is cheaper than making a view for `set`. */
const SHORT = 48;

/** Copies bytes from one array to another. Either may be shared. */
export function copyBytes(
  from: Uint8Array,
  fromOffset: number,
  to: Uint8Array,
  toOffset: number,
  length: number,
): void {
  if (length > SHORT) {
    to.set(from.subarray(fromOffset, fromOffset + length), toOffset);
    return;
  }
  for (let i = 0; i < length; i++) to[toOffset + i] = from[fromOffset + i] as number;
}
