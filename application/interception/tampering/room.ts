type Arguments = Readonly<Record<string, unknown>>;

/** The name of the argument that is a list of buffers; undefined if there is none. */
export function buffersOf(args: Arguments): string | undefined {
  return Object.keys(args).find(name => Array.isArray(args[name]));
}

/** The most bytes that a call can move; `Infinity` for a call that moves none. */
export function roomOf(args: object): number {
  let room = Number.POSITIVE_INFINITY;
  for (const value of Object.values(args)) {
    if (value instanceof Uint8Array) room = value.length;
    else if (Array.isArray(value)) room = value.reduce((sum: number, { length }: Uint8Array) => sum + length, 0);
  }
  return room;
}

/** The first bytes of buffers, in windows of the same memory. @param length 1 or more */
export function firstOf(buffers: readonly Uint8Array[], length: number): Uint8Array[] {
  const kept: Uint8Array[] = [];
  let left = length;
  for (const buffer of buffers) {
    if (left <= 0) break;
    kept.push(buffer.subarray(0, left));
    left -= buffer.length;
  }
  return kept;
}
