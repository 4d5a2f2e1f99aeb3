/**
 * Two calls of the kernel for which `fs` has no function, by way of `node:wasi`: it passes fd_seek on to lseek(2), and poll_oneoff to poll(2). Deno has no
 * working `node:wasi`, and Node's permission model forbids it without `--allow-wasi`.
 */
import type { WASI } from 'node:wasi';
import { withoutWarning } from './without-warning.js';

/** The key under which a class that stands in for that of `node:wasi`, as with `hostcall/register`, keeps the class of `node:wasi`. */
export const ORIGINAL = Symbol.for('hostcall.node:wasi');

/** The hostcalls that are of use. Arguments are those of preview1; pointers lead into {@link nodeWasiMemory}. */
export type NodeWasi = Readonly<Record<'fd_seek' | 'poll_oneoff', (...args: (number | bigint)[]) => number>>;

interface Memory {
  readonly buffer: ArrayBuffer;
}
interface WasmMemories {
  readonly Memory: new (descriptor: { initial: number }) => Memory;
}

let loaded: { readonly Wasi: typeof WASI; readonly memory: Memory } | undefined;

/**
 * The hostcalls of a program whose descriptor 0 is this one. The module is loaded when it is first needed.
 * @returns undefined if it cannot be had, or not for this descriptor
 */
export function nodeWasi(fd: number): NodeWasi | undefined {
  // Node warns that it is not a sandbox. Nothing is sandboxed by it here.
  return withoutWarning(() => {
    try {
      loaded ??= load();
      const wasi = new loaded.Wasi({ version: 'preview1', stdin: fd, stdout: fd, stderr: fd, returnOnExit: true });
      wasi.initialize({ exports: { memory: loaded.memory } });
      return wasi.wasiImport as unknown as NodeWasi;
    } catch {
      return undefined;
    }
  });
}

/** The memory of every such program. */
export function nodeWasiMemory(): ArrayBuffer {
  return (loaded as { readonly memory: Memory }).memory.buffer;
}

function load(): { readonly Wasi: typeof WASI; readonly memory: Memory } {
  const { WASI: found } = process.getBuiltinModule('node:wasi');
  const Wasi = (found as typeof WASI & { readonly [ORIGINAL]?: typeof WASI })[ORIGINAL] ?? found;
  const engine = (globalThis as unknown as { WebAssembly: WasmMemories }).WebAssembly;
  return { Wasi, memory: new engine.Memory({ initial: 1 }) };
}
