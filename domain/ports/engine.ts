import type { Threads } from './threads.js';

/** A function's type, as value type names (`i32`, `f64`, `externref`, …). */
export interface FunctionType {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

/** A memory as a module imports it, in pages of 64 KiB. */
export interface ImportedMemory {
  readonly initial: number;
  /** undefined if unbounded; a shared memory always has a bound. */
  readonly maximum: number | undefined;
  readonly shared: boolean;
}

/** What a module imports. */
export interface ImportedItem {
  readonly module: string;
  readonly name: string;
  /** `function`, `memory`, `table`, `global` or `tag`. */
  readonly kind: string;
  /** Of a function, where the module's bytes are known and its type is one that can be read. */
  readonly type?: FunctionType | undefined;
  /** Of a memory, where the module's bytes are known. */
  readonly memory?: ImportedMemory | undefined;
}

/** What a module exports. */
export interface ExportedItem {
  readonly name: string;
  readonly kind: string;
}

/** A module the engine has compiled. Opaque except for its imports and exports. */
export interface CompiledModule {
  readonly imports: readonly ImportedItem[];
  readonly exports: readonly ExportedItem[];
  /** The engine's own object. */
  readonly native: object;
}

/** The exports of an instance: functions, memories and the rest, by name. Never a promise's value: a module can export a function `then`. */
export type Exports = Readonly<Record<string, unknown>>;

/** A module that has been instantiated. */
export interface ModuleInstance {
  readonly exports: Exports;
}
/** The imports of an instance: module name → item name → function, memory and so on. */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The text of a trap on stack exhaustion, whatever the engine calls it. The size of the stack differs from run to run. */
export const STACK_EXHAUSTED = 'call stack exhausted';

/** The text for an exception that leaves the guest and is not a trap. */
export const UNCAUGHT_EXCEPTION = 'uncaught exception';

/** A function of the guest that is being called. */
export interface StackFrame {
  /** Its name, where the engine knows it. */
  readonly function?: string | undefined;
  /** Its index in the module. */
  readonly index?: number | undefined;
  /** Where in the module it is: bytes from the module's beginning. */
  readonly offset?: number | undefined;
}

/** Port: the engine that compiles and runs WebAssembly. */
export interface Engine {
  /** Compiles a module; rejects with an error whose message says what is wrong with the bytes. */
  compile(bytes: Uint8Array): Promise<CompiledModule>;
  /** Takes a module that was compiled elsewhere with the same engine. */
  adopt(native: object): CompiledModule;
  /** Instantiates; throws what the engine throws, traps of a start function included. */
  instantiate(module: CompiledModule, imports: Imports): Promise<ModuleInstance>;
  /**
   * Gives functions of JavaScript a type: the engine then refuses a module that imports one with another type. Without a type it accepts any function
   * for any import.
   * @param types the types by name, of numbers only
   * @returns the functions of these names, in an object that inherits nothing
   */
  typed(
    functions: Readonly<Record<string, unknown>>,
    types: Readonly<Record<string, FunctionType>>,
  ): Readonly<Record<string, unknown>>;
  /**
   * Lets a function that a guest imports return a promise: the guest is suspended until that is settled. It must not be imported with a type
   * ({@link typed} takes it, too). Absent, as `promising` is, where the engine cannot suspend a guest.
   *
   * Source: [WebAssembly JavaScript Promise Integration](https://github.com/WebAssembly/js-promise-integration).
   * @param call returns what the guest gets, or a promise of it. If that is rejected with what `unwind` has thrown, the guest is unwound
   */
  readonly suspending?: ((call: (...args: never[]) => number | Promise<number>) => unknown) | undefined;
  /**
   * Makes a function that a guest exports suspendable. Only such a function may lead to an import that suspends, and no frame of JavaScript may be
   * between the two.
   * @returns a function whose promise is settled when the export has returned or thrown
   */
  readonly promising?:
    | ((exported: (...args: never[]) => unknown) => (...args: unknown[]) => Promise<unknown>)
    | undefined;
  /** What runs the code of a guest in several threads. Absent where the engine cannot. */
  readonly threads?: Threads | undefined;
  /** Whether something thrown by `instantiate` says that the imports do not fit the module. */
  isLinkError(thrown: unknown): boolean;
  /**
   * Unwinds the guest from within a hostcall, in a way that guest code cannot catch (`catch_all` catches what JavaScript throws).
   * The caller of the guest sees an exception and finds the reason in its own state.
   */
  unwind(): never;
  /**
   * Whether a value thrown out of the guest is the guest's own failure: a trap, a WebAssembly exception, or a JavaScript value that is not an
   * `Error`. It may be any object, and must not be trusted.
   * @returns the engine's text for a trap (`unreachable`, …), {@link STACK_EXHAUSTED} where the guest has exhausted the stack,
   *   {@link UNCAUGHT_EXCEPTION}; or undefined for an `Error`, which comes from the host
   */
  trapText(thrown: unknown): string | undefined;
  /**
   * Whether a value was thrown because the stack is exhausted, by the guest or by the host on top of it. It may be any value, and must not be
   * trusted.
   */
  isStackOverflow(thrown: unknown): boolean;
  /**
   * The functions of the guest that led to the hostcall that is being made, the innermost first. Empty if the engine does not report them. Costs tens
   * of microseconds.
   */
  guestFrames(): readonly StackFrame[];
  /**
   * The functions of the guest that a value was thrown out of, the innermost first. It may be any value, and must not be trusted.
   * @returns as many as the engine keeps with an error, which can be fewer than there were; none where it keeps none, as for an exception
   */
  framesOf(thrown: unknown): readonly StackFrame[];
}
