import type { StackFrame } from '../../domain/index.js';

/** Engines have a limit that is too low for programs; it is raised for as long as a stack is taken. */
const DEPTH = 128;

/** What V8 and JavaScriptCore ask before they take a stack. */
type WithLimit = ErrorConstructor & { stackTraceLimit?: number };

/** What V8 asks for the text of a stack. */
type WithPreparation = ErrorConstructor & {
  prepareStackTrace?: ((error: Error, sites: readonly unknown[]) => unknown) | undefined;
};

/** As V8 would write it, a line each: a function of a guest may have line breaks in its name, and a line made of them would pass for a frame. */
const lineBySite = ({ name, message }: Error, sites: readonly unknown[]) =>
  [`${name}${message === '' ? '' : `: ${message}`}`, ...sites.map(site => `    at ${site}`)]
    .map(line => line.replaceAll(/[\r\n]/g, ' '))
    .join('\n');

/**
 * The stack as the engine writes it, from the caller on. An embedder can have `stack` made its own way, or
 * have `Error` frozen: then there is less of it, or nothing.
 */
export function takeStack(): string {
  return stackText(() => new Error());
}

/** The stack of an error as the engine writes it. It may be any value; of what has no stack, nothing. */
function stackText(error: () => unknown): string {
  const { stackTraceLimit } = Error as WithLimit;
  const preparation = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  try {
    if (stackTraceLimit !== undefined) {
      (Error as WithLimit).stackTraceLimit = DEPTH;
      (Error as WithPreparation).prepareStackTrace = lineBySite;
    }
    const { stack } = error() as { readonly stack?: unknown };
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  } finally {
    if (stackTraceLimit !== undefined) restore(stackTraceLimit, preparation);
  }
}

function restore(limit: number, preparation: PropertyDescriptor | undefined): void {
  try {
    (Error as WithLimit).stackTraceLimit = limit;
    if (preparation === undefined) delete (Error as WithPreparation).prepareStackTrace;
    else Object.defineProperty(Error, 'prepareStackTrace', preparation);
  } catch {
    // It could not be set either.
  }
}

// V8: `at name (wasm://wasm/1234:wasm-function[5]:0x2a)`, also without a name and brackets.
// SpiderMonkey: `name@http://host/guest.wasm:wasm-function[5]:0x2a`.
const FUNCTION = 'wasm-function[';
const POSITION = /^wasm-function\[(\d+)\]:0x([0-9a-f]+)\)?\s*$/;
// Where a module has a name, V8 puts it before that of the function: `at guest.main (wasm://wasm/guest-01234567:…)`.
const V8_MODULE = /^wasm:\/\/wasm\/(.+)-[0-9a-f]{8}$/;
// JavaScriptCore: `<?>.wasm-function[name]@[wasm code]`, or with the index in the place of the name. In Bun: `at guest.wasm.wasm-function[name] (native)`.
const NAMED = { start: '.wasm-function[', ends: [']@[wasm code]', '] (native)'] } as const;

/** The functions of the guest that are being called, the innermost first. Never throws: with the stack used up, they are unknown. */
export function guestFrames(): StackFrame[] {
  try {
    return framesIn(takeStack());
  } catch {
    return [];
  }
}

/** The functions of the guest that something was thrown out of, the innermost first. Never throws: of what has no stack, they are unknown. */
export function framesOf(thrown: unknown): StackFrame[] {
  try {
    return framesIn(stackText(() => thrown));
  } catch {
    return [];
  }
}

/**
 * The guest's part of a stack.
 * @param stack as the engine writes it
 * @returns the innermost function first; functions that are not the guest's are left out
 */
export function framesIn(stack: string): StackFrame[] {
  return stack.split('\n').flatMap(line => frameIn(line) ?? []);
}

/** Names of functions are the guest's to choose, of any length: so lines are taken apart from their ends, in one go. */
function frameIn(line: string): StackFrame | undefined {
  const at = line.lastIndexOf(FUNCTION);
  if (at < 0) return undefined;
  const position = POSITION.exec(line.slice(at));
  return position === null ? namedFrame(line) : positionedFrame(line.slice(0, at), position);
}

/** @param before what stands before the position */
function positionedFrame(before: string, [, index, offset = '']: RegExpExecArray): StackFrame | undefined {
  const call = before.trimStart().replace(/^at /, '');
  const bracket = call.lastIndexOf(' (');
  const separator = Math.max(bracket, call.lastIndexOf('@'));
  const full = separator < 0 ? undefined : call.slice(0, separator);
  const url = call.slice(separator < 0 ? 0 : separator + (separator === bracket ? 2 : 1)).replace(/:$/, '');
  if (url.includes(' ')) return undefined;
  const module = V8_MODULE.exec(url)?.[1];
  const name = module !== undefined && full?.startsWith(`${module}.`) ? full.slice(module.length + 1) : full;
  return {
    // SpiderMonkey calls a function without a name by its index.
    ...(name && !name.startsWith(FUNCTION) && { function: name }),
    index: Number(index),
    offset: Number.parseInt(offset, 16),
  };
}

function namedFrame(line: string): StackFrame | undefined {
  const start = line.indexOf(NAMED.start);
  const end = NAMED.ends.find(each => line.endsWith(each));
  if (start < 0 || end === undefined) return undefined;
  const name = line.slice(start + NAMED.start.length, -end.length);
  if (name === '') return undefined;
  return /^\d+$/.test(name) ? { index: Number(name) } : { function: name };
}
