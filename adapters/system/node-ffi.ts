import { withoutWarning } from '../node/without-warning.js';
import type { CFunction, CType, Ffi, Signature } from './ffi.js';

/** The part of [`node:ffi`](https://nodejs.org/api/ffi.html) that is used. */
interface NodeFfi {
  readonly DynamicLibrary: new (path: string | null) => DynamicLibrary;
  getRawPointer(array: Uint8Array): bigint;
  toArrayBuffer(address: bigint, length: number, copy: boolean): ArrayBuffer;
}
interface DynamicLibrary {
  getFunction(symbol: string, signature: { readonly return: string; readonly arguments: readonly string[] }): unknown;
}

/** An address is an integer here, since `pointer` takes only a bigint. */
const TYPES: Readonly<Record<CType | Signature['result'], string>> = {
  int: 'int32',
  uint: 'uint32',
  long: 'int64',
  count: 'int64',
  size: 'uint64',
  address: 'uint64',
};

/**
 * Loads `node:ffi`, which is on by default from Node 26.9 on. Node's permission model refuses it without `--allow-ffi`.
 * @throws Error if this Node does not have it, or refuses it
 */
export function loadNodeFfi(): Ffi {
  // Node warns that it may change. Nothing rests on that: it is used only where it gives the known answers.
  const ffi = withoutWarning(() => process.getBuiltinModule('node:ffi' as 'node:fs')) as unknown as NodeFfi | undefined;
  if (ffi === undefined) throw new Error(`Node ${process.versions.node} does not have it, or it is switched off`);
  return {
    name: 'node:ffi',
    version: process.versions.node,
    bind<S extends Signature>(symbol: string, { result, parameters }: S, path?: string) {
      // A library object has each symbol with one signature only.
      const library = new ffi.DynamicLibrary(path ?? null);
      const types = parameters.map(type => TYPES[type]);
      const call = library.getFunction(symbol, { return: TYPES[result], arguments: types });
      return (result === 'int' ? call : withNumber(call as WideFunction, parameters.length)) as CFunction<S>;
    },
    address: array => Number(ffi.getRawPointer(array)),
    memory: (address, length) => ffi.toArrayBuffer(BigInt(address), length, false),
  };
}

type WideFunction = (...values: number[]) => bigint;

/**
 * The function with a number for its 64-bit result. What reads and writes has a form of its own: passing parameters on as an array costs more than the
 * conversion.
 */
function withNumber(call: WideFunction, parameters: number): unknown {
  switch (parameters) {
    case 3:
      return (a: number, b: number, c: number) => Number(call(a, b, c));
    case 4:
      return (a: number, b: number, c: number, d: number) => Number(call(a, b, c, d));
    default:
      return (...values: number[]) => Number(call(...values));
  }
}
