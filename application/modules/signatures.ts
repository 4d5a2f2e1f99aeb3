/** The types that hostcalls are imported with. An engine does not compare them with those of functions of JavaScript. */
import {
  type FunctionType,
  type HostcallName,
  hostcallNames,
  type ImportedItem,
  importedName,
  PREVIEW1,
  signatureOf,
  THREADS,
  threadNames,
  UNSTABLE,
  wasmEdgeNames,
} from '../../domain/index.js';

/** Whether a module name is one of those that hostcalls are imported from. */
export function isHostcallModule(module: string): module is typeof PREVIEW1 | typeof UNSTABLE {
  return module === PREVIEW1 || module === UNSTABLE;
}

/** Whether it is the name of a hostcall of preview1. */
export function isHostcall(name: string): name is HostcallName {
  return hostcallNames.includes(name as HostcallName);
}

/** The versions of WasmEdge's functions, by the names they are imported under; made when an import is first looked up. */
let versions: ReadonlyMap<string, readonly HostcallName[]> | undefined;

/** @param imported the name they are imported under */
function versionsOf(imported: string): readonly HostcallName[] | undefined {
  if (versions === undefined) {
    const found = new Map<string, HostcallName[]>();
    for (const name of wasmEdgeNames) {
      const shared = importedName(name);
      found.set(shared, [...(found.get(shared) ?? []), name]);
    }
    versions = found;
  }
  return versions.get(imported);
}

/**
 * The hostcall of WasmEdge that an import is of. Of several versions it is the one with as many parameters, if the type is known.
 * @returns undefined if it is none, or one of preview1
 */
export function wasmEdgeHostcall({ module, name, type }: ImportedItem): HostcallName | undefined {
  if (module !== PREVIEW1) return undefined;
  const exact = wasmEdgeNames.filter(each => each === name);
  const found = versionsOf(name) ?? (exact.length > 0 ? exact : versionsOf(importedName(name)));
  if (found === undefined) return undefined;
  const fitting = found.find(each => signatureOf(each).params.length === type?.params.length);
  if (isHostcall(name)) return signatureOf(name).params.length === type?.params.length ? undefined : fitting;
  return fitting ?? found[0];
}

/** Whether an import is a function of wasi-threads. */
export function isThreadHostcall({ module, name, kind }: ImportedItem): boolean {
  return module === THREADS && kind === 'function' && threadNames.includes(name as HostcallName);
}

/** Whether an import is a memory that can be made for the program: one that threads share, if its type is known. */
export function isSharedMemory({ kind, memory }: ImportedItem): boolean {
  return kind === 'memory' && memory?.shared === true && memory.maximum !== undefined;
}

/** The type of a hostcall. */
export function typeOfHostcall(name: HostcallName): FunctionType {
  const { params, results } = signatureOf(name);
  return { params: params.map(param => param.type), results };
}

/**
 * Compares an import with the table. A hostcall imported with another type would be called, and would misread its arguments.
 * @returns what differs; undefined if nothing does, if the type is not known, or if it is not a hostcall
 */
export function wrongSignature(item: ImportedItem, network = false): string | undefined {
  const { type } = item;
  const hostcall = hostcallOf(item, network);
  if (type === undefined || hostcall === undefined) return undefined;
  const wanted = typeText(typeOfHostcall(hostcall));
  const found = typeText(type);
  return wanted === found ? undefined : `wrong signature: imported as ${found}, but it is ${wanted}`;
}

/** The row of the table that an import is of. */
function hostcallOf(item: ImportedItem, network: boolean): HostcallName | undefined {
  const { module, name } = item;
  if (isThreadHostcall(item)) return name as HostcallName;
  if (!isHostcallModule(module)) return undefined;
  return (network ? wasmEdgeHostcall(item) : undefined) ?? (isHostcall(name) ? name : undefined);
}

/** A function's type as a person reads it: `(i32, i64) -> i32`. */
export function typeText({ params, results }: FunctionType): string {
  return `(${params.join(', ')}) -> ${results.length === 1 ? results[0] : `(${results.join(', ')})`}`;
}
