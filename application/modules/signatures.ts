/** The types that hostcalls are imported with. An engine does not compare them with those of functions of JavaScript. */
import {
  type FunctionType,
  type HostcallName,
  hostcallNames,
  type ImportedItem,
  PREVIEW1,
  signatureOf,
  UNSTABLE,
} from '../../domain/index.js';

/** Whether a module name is one of those that hostcalls are imported from. */
export function isHostcallModule(module: string): module is typeof PREVIEW1 | typeof UNSTABLE {
  return module === PREVIEW1 || module === UNSTABLE;
}

/** Whether it is the name of a hostcall. */
export function isHostcall(name: string): name is HostcallName {
  return hostcallNames.includes(name as HostcallName);
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
export function wrongSignature({ module, name, type }: ImportedItem): string | undefined {
  if (type === undefined || !isHostcallModule(module) || !isHostcall(name)) return undefined;
  const wanted = typeText(typeOfHostcall(name));
  const found = typeText(type);
  return wanted === found ? undefined : `wrong signature: imported as ${found}, but it is ${wanted}`;
}

/** A function's type as a person reads it: `(i32, i64) -> i32`. */
export function typeText({ params, results }: FunctionType): string {
  return `(${params.join(', ')}) -> ${results.length === 1 ? results[0] : `(${results.join(', ')})`}`;
}
