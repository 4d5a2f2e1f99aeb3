/**
 * The C types that occur here, on 64-bit Linux and Windows. In JavaScript each is a number: an `address` is below 2^47 on
 * [x64](https://docs.kernel.org/arch/x86/x86_64/mm.html) and on Windows, and below 2^52 on [arm64](https://docs.kernel.org/arch/arm64/memory.html).
 *
 * - `int`, `uint`: 32 bits
 * - `long`: 64 bits, signed: `long`, `off_t`
 * - `size`: 64 bits, unsigned: `size_t`, `unsigned long`
 * - `address`: a pointer, or 0; on Windows also a handle
 */
export type CType = 'int' | 'uint' | 'long' | 'size' | 'address';

/** The type of a C function. It has a fixed number of parameters: one that C declares with `...` is always called with the same. */
export interface Signature {
  /** `count` is an `ssize_t` with a number of bytes, which Linux keeps below 2^31, or -1. A `long` beyond 2^53 is rounded. */
  readonly result: 'int' | 'count' | 'long' | 'address';
  readonly parameters: readonly CType[];
}

/** A C function, as JavaScript calls it. */
export type CFunction<S extends Signature> = (...parameters: NumberFor<S['parameters']>) => number;

type NumberFor<Parameters extends readonly CType[]> = { -readonly [I in keyof Parameters]: number };

/** The ways to call C functions, the faster first. */
export const ffiNames = ['koffi', 'node:ffi'] as const;

/** A way to call C functions. */
export type FfiName = (typeof ffiNames)[number];

/** A foreign function interface: what calls C functions. A call is synchronous. */
export interface Ffi {
  readonly name: FfiName;
  /** The package's version, or Node's. */
  readonly version: string;

  /**
   * Makes a C function callable. If the signature is not the function's, a call can end the process.
   * @param library the file name of one of the system's libraries. Default: those that this process has loaded; on Windows only its program
   * @throws Error if there is no function of this name
   */
  bind<S extends Signature>(symbol: string, signature: S, library?: string): CFunction<S>;

  /**
   * Where the first byte of an array is. The address is good as long as the array is referred to, and its buffer neither detached nor resized: the bytes
   * of a small array, which V8 moves about, are put where they stay.
   */
  address(array: Uint8Array): number;

  /** The memory at an address. It must stay allocated. */
  memory(address: number, length: number): ArrayBuffer;
}
