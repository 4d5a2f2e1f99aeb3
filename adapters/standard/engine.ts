import { type CompiledModule, type Engine, type Exports, type Imports, STACK_EXHAUSTED } from '../../domain/index.js';

/** `(module (func (export "trap") unreachable))` */
const TRAP = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x07,
  0x08, 0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00, 0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b,
]);

/** The WebAssembly of the JavaScript host, by its standard interface. */
export class StandardEngine implements Engine {
  #trap: (() => never) | undefined;

  async compile(bytes: Uint8Array): Promise<CompiledModule> {
    return this.adopt(await WebAssembly.compile(bytes));
  }

  /** @param native a `WebAssembly.Module`; throws a TypeError for anything else */
  adopt(native: object): CompiledModule {
    const module = native as WebAssembly.Module;
    return { imports: WebAssembly.Module.imports(module), exports: WebAssembly.Module.exports(module), native };
  }

  async instantiate(module: CompiledModule, imports: Imports): Promise<Exports> {
    return (await WebAssembly.instantiate(module.native as WebAssembly.Module, imports)).exports;
  }

  /** Traps, in a module made for it: that is the one thing WebAssembly code cannot catch, even through frames of JavaScript. */
  unwind(): never {
    this.#trap ??= new WebAssembly.Instance(new WebAssembly.Module(TRAP)).exports.trap as () => never;
    return this.#trap();
  }

  /** By name, since the module may come from another realm. Running out of stack is a trap, but V8 says it with a RangeError. */
  trapText(thrown: unknown): string | undefined {
    if (!(thrown instanceof Error) && Object.prototype.toString.call(thrown) !== '[object Error]') return undefined;
    const { name, message } = thrown as Error;
    if (name === 'RuntimeError') return message;
    return name === 'RangeError' && message.includes('call stack') ? STACK_EXHAUSTED : undefined;
  }
}
