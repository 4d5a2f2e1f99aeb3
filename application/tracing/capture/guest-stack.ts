/** A function of the guest that was being called. */
export interface StackFrame {
  /** Its name, where the engine knows it. */
  readonly function?: string;
  /** Its index in the module. */
  readonly index?: number;
  /** Where in the module it is: bytes from the module's beginning. */
  readonly offset?: number;
}

/** Engines have a limit that is too low for programs; it is raised for as long as a stack is taken. */
const DEPTH = 128;

/** What V8 and JavaScriptCore ask before they take a stack. */
type WithLimit = ErrorConstructor & { stackTraceLimit?: number };

/**
 * The stack as the engine writes it, from the caller on; it is read when somebody asks for it. An embedder can have `stack` made its own way, or
 * have `Error` frozen: then there is less of it, or nothing.
 */
export function takeStack(): string {
  const { stackTraceLimit } = Error as WithLimit;
  try {
    if (stackTraceLimit !== undefined) (Error as WithLimit).stackTraceLimit = DEPTH;
    const { stack } = new Error();
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  } finally {
    if (stackTraceLimit !== undefined) restoreLimit(stackTraceLimit);
  }
}

function restoreLimit(limit: number): void {
  try {
    (Error as WithLimit).stackTraceLimit = limit;
  } catch {
    // It could not be raised either.
  }
}

// V8: `at name (wasm://wasm/1234:wasm-function[5]:0x2a)`, also without a name and brackets.
// SpiderMonkey: `name@http://host/guest.wasm:wasm-function[5]:0x2a`.
const POSITION = /^\s*(?:at )?(?:(.*)(?: \(|@))?([^ ]*?):?wasm-function\[(\d+)\]:(?:0x([0-9a-f]+))\)?\s*$/;
// Where a module has a name, V8 puts it before that of the function: `at guest.main (wasm://wasm/guest-01234567:…)`.
const V8_MODULE = /^wasm:\/\/wasm\/(.+)-[0-9a-f]{8}$/;
// JavaScriptCore: `<?>.wasm-function[name]@[wasm code]`, or with the index in the place of the name.
const NAMED = /\.wasm-function\[(.+)\]@\[wasm code\]$/;

/**
 * The guest's part of a stack.
 * @param stack from `takeStack`
 * @returns the innermost function first; functions that are not the guest's are left out
 */
export function guestFrames(stack: string): StackFrame[] {
  return stack.split('\n').flatMap(line => frameIn(line) ?? []);
}

function frameIn(line: string): StackFrame | undefined {
  const position = POSITION.exec(line);
  if (position !== null) {
    const [, full, url = '', index, offset] = position;
    const module = V8_MODULE.exec(url)?.[1];
    const name = module !== undefined && full?.startsWith(`${module}.`) ? full.slice(module.length + 1) : full;
    return {
      // SpiderMonkey calls a function without a name by its index.
      ...(name && !name.startsWith('wasm-function[') && { function: name }),
      index: Number(index),
      ...(offset !== undefined && { offset: Number.parseInt(offset, 16) }),
    };
  }
  const name = NAMED.exec(line)?.[1];
  if (name === undefined) return undefined;
  return /^\d+$/.test(name) ? { index: Number(name) } : { function: name };
}
