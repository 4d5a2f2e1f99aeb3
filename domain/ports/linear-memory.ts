/** The part of a `WebAssembly.Memory` that is needed. */
export interface LinearMemory {
  readonly buffer: ArrayBufferLike;
}
