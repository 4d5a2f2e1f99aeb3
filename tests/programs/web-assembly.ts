/** The part of the engine's API that these tests need; the types of Node do not have it. */
interface Engine {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<{ readonly exports: Record<string, unknown> }>;
}

/** The engine, typed. */
export const engine: Engine = (globalThis as unknown as { WebAssembly: Engine }).WebAssembly;
