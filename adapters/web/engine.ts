import {
  type CompiledModule,
  type Engine,
  type FunctionType,
  type Imports,
  type ModuleInstance,
  STACK_EXHAUSTED,
  type StackFrame,
  UNCAUGHT_EXCEPTION,
} from '../../domain/index.js';
import { framesOf, guestFrames } from './guest-stack.js';
import { isStackOverflow } from './stack-overflow.js';
import { typedFunctionsModule } from './typed-functions.js';

/** `(module (func (export "trap") unreachable))` */
const TRAP = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x07,
  0x08, 0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00, 0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b,
]);

/** What gives functions their types, by the types. A module has no state: all engines of a thread use the same. */
const typing = new Map<string, WebAssembly.Module>();
/** How many of these are kept. Programs of one toolchain import much the same. */
const MOST_KEPT = 100;

/** JavaScriptCore adds to the text of a trap the expression of JavaScript that called into the guest. */
const EVALUATED = / \(evaluating '.*'\)$/s;

/** The WebAssembly of the JavaScript host, by its standard interface. */
export class StandardEngine implements Engine {
  readonly suspending: Engine['suspending'];
  readonly promising: Engine['promising'];
  #trap: (() => never) | undefined;

  constructor() {
    const { Suspending, promising } = WebAssembly;
    if (Suspending === undefined || promising === undefined) return;
    this.suspending = call => new Suspending(call);
    this.promising = promising;
  }

  async compile(bytes: Uint8Array): Promise<CompiledModule> {
    return this.adopt(await WebAssembly.compile(bytes));
  }

  /** @param native a `WebAssembly.Module`; throws a TypeError for anything else */
  adopt(native: object): CompiledModule {
    const module = native as WebAssembly.Module;
    return { imports: WebAssembly.Module.imports(module), exports: WebAssembly.Module.exports(module), native };
  }

  instantiate(module: CompiledModule, imports: Imports): Promise<ModuleInstance> {
    return WebAssembly.instantiate(module.native as WebAssembly.Module, imports);
  }

  typed(
    functions: Readonly<Record<string, unknown>>,
    types: Readonly<Record<string, FunctionType>>,
  ): Readonly<Record<string, unknown>> {
    const names = Object.keys(types);
    const listed = names.map(name => types[name] as FunctionType);
    const key = listed.map(({ params, results }) => `${params}>${results}`).join(';');
    let module = typing.get(key);
    if (module === undefined) {
      module = new WebAssembly.Module(typedFunctionsModule(listed));
      if (typing.size === MOST_KEPT) typing.clear();
      typing.set(key, module);
    }
    const given = Object.fromEntries(names.map((name, index) => [index, functions[name]]));
    const { exports } = new WebAssembly.Instance(module, { '': given });
    const typed: Record<string, unknown> = Object.create(null);
    for (const [index, name] of names.entries()) typed[name] = exports[index];
    return typed;
  }

  isLinkError(thrown: unknown): boolean {
    return errorOf(thrown)?.name === 'LinkError';
  }

  /** Traps, in a module made for it: a trap is the only thing that WebAssembly code cannot catch, even through frames of JavaScript. */
  unwind(): never {
    this.#trap ??= new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports.trap as () => never;
    return this.#trap();
  }

  /** Stack exhaustion is a trap, but engines report it with errors of their own. */
  trapText(thrown: unknown): string | undefined {
    if (!isError(thrown)) return UNCAUGHT_EXCEPTION;
    const error = errorOf(thrown);
    if (error?.name === 'RuntimeError') return error.message.replace(EVALUATED, '');
    return error !== undefined && isStackOverflow(error) ? STACK_EXHAUSTED : undefined;
  }

  isStackOverflow(thrown: unknown): boolean {
    return isStackOverflow(thrown);
  }

  guestFrames(): readonly StackFrame[] {
    return guestFrames();
  }

  framesOf(thrown: unknown): readonly StackFrame[] {
    return framesOf(thrown);
  }
}

/** Whether it is an `Error`, perhaps of another realm. A proxy can refuse to answer. */
function isError(thrown: unknown): thrown is Error {
  try {
    if (thrown instanceof Error) return true;
    if (typeof thrown !== 'object' || thrown === null || Symbol.toStringTag in thrown) return false;
    return Object.prototype.toString.call(thrown) === '[object Error]';
  } catch {
    return false;
  }
}

/** The name and message of an error; undefined for what is not an error, and where they are not text or cannot be read. */
function errorOf(thrown: unknown): { readonly name: string; readonly message: string } | undefined {
  try {
    if (!isError(thrown)) return undefined;
    const { name, message } = thrown;
    return typeof name === 'string' && typeof message === 'string' ? { name, message } : undefined;
  } catch {
    return undefined;
  }
}
