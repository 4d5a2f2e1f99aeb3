/**
 * What engines throw where the stack is used up: no standard has a word for it.
 * [V8](https://chromium.googlesource.com/v8/v8/+/main/src/common/message-template.h) and JavaScriptCore have "Maximum call stack size exceeded",
 * [SpiderMonkey](https://developer.mozilla.org/docs/Web/JavaScript/Reference/Errors/Too_much_recursion) an error class of its own.
 */
const STACK_ERRORS = [
  ['RangeError', 'call stack'],
  ['InternalError', 'too much recursion'],
] as const;

/**
 * Whether something was thrown because the stack is used up. A guest that calls itself without end makes its deepest hostcalls with hardly any left,
 * and what then fails is neither a bug nor the file that was to be written: a moment later, when the guest has trapped, there is room again.
 * @param thrown may be any value; one that cannot be read is something else
 */
export function isStackOverflow(thrown: unknown): boolean {
  try {
    if (typeof thrown !== 'object' || thrown === null) return false;
    const { name, message } = thrown as { name?: unknown; message?: unknown };
    return (
      typeof message === 'string' && STACK_ERRORS.some(([error, text]) => name === error && message.includes(text))
    );
  } catch {
    return false;
  }
}
