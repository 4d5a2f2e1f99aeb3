import { type CompiledModule, Errno, type ImportedItem, type Imports } from '../../domain/index.js';
import { checkImports, importName, type UnknownImports, withoutInheritance } from './import-check.js';

/**
 * Adds to what the embedder provides a function for each imported function that is not provided.
 * @param network whether WasmEdge's sockets are provided
 * @param trap ends the guest, with the text of a trap
 */
export function withStandIns(
  module: CompiledModule,
  given: Imports,
  choice: UnknownImports,
  network: boolean,
  trap: (text: string) => never,
): Imports {
  if (choice === 'refuse') return given;
  const imports: Record<string, Record<string, unknown>> = withoutInheritance(given);
  for (const { item } of checkImports(module, given, network)) {
    if (item.kind !== 'function') continue;
    imports[item.module] ??= Object.create(null) as Record<string, unknown>;
    (imports[item.module] as Record<string, unknown>)[item.name] = standIn(item, choice, trap);
  }
  return imports;
}

/** Whether a function can return an errno. Where its type is not known, the engine converts the number to what it is. */
export function canReturnErrno({ type }: ImportedItem): boolean {
  if (type === undefined) return true;
  const [result, ...others] = type.results;
  return (result === undefined || result === 'i32') && others.length === 0;
}

function standIn(item: ImportedItem, choice: 'trap' | 'enosys', trap: (text: string) => never): () => number {
  if (choice === 'enosys' && canReturnErrno(item)) return () => Errno.ENOSYS;
  return () => trap(`unknown import: ${importName(item)} was called`);
}
