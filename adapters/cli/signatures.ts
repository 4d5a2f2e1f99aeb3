/** The types that hostcalls are imported with. Engines don't compare them: to JavaScript, any function is as good as another. */
import { isHostcallModule } from '../../application/runtime/import-check.js';
import { type HostcallName, hostcallNames, signatureOf } from '../../domain/index.js';
import type { FunctionType, ImportDeclaration } from './module-sections.js';

/** Whether it is the name of a hostcall. */
export function isHostcall(name: string): name is HostcallName {
  return hostcallNames.includes(name as HostcallName);
}

/**
 * Compares an import with the table. A hostcall imported with another type would be called, and would misread its arguments.
 * @returns what differs; undefined if nothing does, or if it is no hostcall
 */
export function wrongSignature({ module, name, type }: ImportDeclaration): string | undefined {
  if (type === undefined || !isHostcallModule(module) || !isHostcall(name)) return undefined;
  const { params, results } = signatureOf(name);
  const wanted = typeText({ params: params.map(param => param.type), results });
  const found = typeText(type);
  return wanted === found ? undefined : `wrong signature: imported as ${found}, but it is ${wanted}`;
}

/** A function's type as a person reads it: `(i32, i64) -> i32`. */
export function typeText({ params, results }: FunctionType): string {
  return `(${params.join(', ')}) -> ${results.length === 1 ? results[0] : `(${results.join(', ')})`}`;
}
