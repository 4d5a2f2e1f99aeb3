/** What a module imports or exports. */
export interface ImportedItem {
  readonly module: string;
  readonly name: string;
  /** `function`, `memory`, `table`, `global` or `tag`. */
  readonly kind: string;
}

/** What a module exports. */
export interface ExportedItem {
  readonly name: string;
  readonly kind: string;
}

/** The part of a `WebAssembly.Memory` that is needed. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}

/** A module the engine has compiled. Opaque but for what it asks for and offers. */
export interface CompiledModule {
  readonly imports: readonly ImportedItem[];
  readonly exports: readonly ExportedItem[];
  /** The engine's own object. */
  readonly native: object;
}

/** The exports of an instance: functions, memories and the rest, by name. */
export type Exports = Readonly<Record<string, unknown>>;
/** The imports of an instance: module name → item name → function, memory and so on. */
export type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The text of a trap for want of stack, whatever the engine calls it. How much stack there is differs from run to run. */
export const STACK_EXHAUSTED = 'call stack exhausted';

/** Port: what compiles and runs WebAssembly. */
export interface Engine {
  /** Compiles a module; rejects with an error whose message tells what is wrong with the bytes. */
  compile(bytes: Uint8Array): Promise<CompiledModule>;
  /** Takes a module that somebody else compiled with the same engine. */
  adopt(native: object): CompiledModule;
  /** Instantiates; throws what the engine throws, traps of a start function included. */
  instantiate(module: CompiledModule, imports: Imports): Promise<Exports>;
  /**
   * Unwinds the guest from within a hostcall, in a way that guest code cannot catch (`catch_all` catches what JavaScript throws).
   * Whoever called into the guest sees an exception and looks at its own state for the reason.
   */
  unwind(): never;
  /**
   * Whether something thrown out of the guest is a trap.
   * @returns the engine's text for it (`unreachable`, …), {@link STACK_EXHAUSTED} where the guest has used up the stack; or undefined
   */
  trapText(thrown: unknown): string | undefined;
}
