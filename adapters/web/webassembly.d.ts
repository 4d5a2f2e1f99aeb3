/** The part of the WebAssembly JavaScript interface that the engine uses; without the types of a platform there are none for it. */
declare namespace WebAssembly {
  interface ModuleImportDescriptor {
    readonly module: string;
    readonly name: string;
    readonly kind: string;
  }
  interface ModuleExportDescriptor {
    readonly name: string;
    readonly kind: string;
  }
  class Module {
    constructor(bytes: Uint8Array);
    static imports(module: Module): ModuleImportDescriptor[];
    static exports(module: Module): ModuleExportDescriptor[];
  }
  class Instance {
    constructor(module: Module, imports?: object);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    constructor(descriptor: { initial: number; maximum: number; shared: boolean });
    readonly buffer: SharedArrayBuffer;
  }
  class RuntimeError extends Error {}
  /** Absent where the host cannot suspend a guest. */
  const Suspending: (new (call: (...args: never[]) => unknown) => object) | undefined;
  const promising: ((exported: (...args: never[]) => unknown) => (...args: unknown[]) => Promise<unknown>) | undefined;
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: object): Promise<Instance>;
}
