/**
 * The method that Node, Bun and Deno call for what `console.log` shows of an object. Without it they show its members, down to the last captured byte.
 * @see https://nodejs.org/api/util.html#custom-inspection-functions-on-objects
 */
export const INSPECT = Symbol.for('nodejs.util.inspect.custom');

/** Shows a value in the requested way; the last argument of such a method. */
export type Inspect = (value: unknown, options: unknown) => string;
