/** The thread that a program begins in. */
export const FIRST_THREAD = 1;

/**
 * The caller, in brackets. As with `strace -f`, nothing is printed while there is one thread only: here the first thread never has a prefix.
 * @param caller an option of the format; empty if none is named
 */
export function callerPrefix(caller: string, thread: number): string {
  if (thread === FIRST_THREAD) return caller === '' ? '' : `[${caller}] `;
  return `[${caller}${caller === '' ? '' : ' '}tid ${thread}] `;
}
