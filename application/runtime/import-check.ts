import {
  type CompiledModule,
  type HostcallName,
  hostcallNames,
  type ImportedItem,
  type Imports,
  notInUnstable,
  PREVIEW1,
  UNSTABLE,
} from '../../domain/index.js';
import { ConfigurationError } from './errors.js';

/** What stands in the way of satisfying an import. */
export interface ImportProblem {
  readonly item: ImportedItem;
  /** What is wrong, and what to do. */
  readonly message: string;
}

/** Whether a module name is one of those that hostcalls are imported from. */
export function isHostcallModule(module: string): module is typeof PREVIEW1 | typeof UNSTABLE {
  return module === PREVIEW1 || module === UNSTABLE;
}

/**
 * What the embedder provides for an import. Only its own properties count: every object inherits `constructor` and the like, and a guest
 * that could import those would hold functions of the host.
 * @returns undefined if it provides nothing
 */
export function givenFor({ module, name }: ImportedItem, given: Imports): unknown {
  const own = Object.hasOwn(given, module) ? given[module] : undefined;
  return own !== undefined && Object.hasOwn(own, name) ? own[name] : undefined;
}

/**
 * Looks through a module's imports for what neither WASI nor the embedder provides.
 * @param given what the embedder provides beside WASI
 * @returns one entry for each import that cannot be satisfied, in the module's order
 */
export function checkImports(module: CompiledModule, given: Imports = {}): ImportProblem[] {
  const problems: ImportProblem[] = [];
  for (const item of module.imports) {
    const message = problemOf(item, given);
    if (message !== undefined) problems.push({ item, message });
  }
  return problems;
}

function problemOf(item: ImportedItem, given: Imports): string | undefined {
  if (givenFor(item, given) !== undefined) return undefined;
  const { module, name, kind } = item;
  const wanted = `${kind} "${name}" from "${module}"`;
  if (!isHostcallModule(module))
    return `unknown import: ${wanted} is not part of WASI preview1; provide it in the imports option`;
  if (kind !== 'function') return `unknown import: ${wanted}: WASI has functions only`;
  if (!hostcallNames.includes(name as HostcallName))
    return `unknown hostcall: ${wanted} does not exist in WASI preview1; was the program built for another version of WASI?`;
  if (module === UNSTABLE && notInUnstable.includes(name))
    return `unknown hostcall: ${wanted} came only with ${PREVIEW1}`;
  return undefined;
}

/** @throws ConfigurationError that names the first import that cannot be satisfied, and how many more there are */
export function requireImports(module: CompiledModule, given: Imports = {}): void {
  const [first, ...others] = checkImports(module, given);
  if (first === undefined) return;
  throw new ConfigurationError(
    others.length === 0 ? first.message : `${first.message} (and ${others.length} more like it)`,
  );
}
