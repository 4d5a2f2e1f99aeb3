/**
 * Whether something was thrown because the stack is used up. A guest that calls itself without end makes its deepest hostcalls with hardly any left,
 * and what then fails is neither a bug nor the file that was to be written: a moment later, when the guest has trapped, there is room again.
 */
export function isStackOverflow(thrown: unknown): boolean {
  return thrown instanceof RangeError && thrown.message.includes('call stack');
}
