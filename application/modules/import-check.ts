import {
  type CompiledModule,
  type Engine,
  type FunctionType,
  type HostcallName,
  type ImportedItem,
  type Imports,
  notInUnstable,
  PREVIEW1,
  UNSTABLE,
} from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import {
  isHostcall,
  isHostcallModule,
  isSharedMemory,
  isThreadHostcall,
  typeOfHostcall,
  wasmEdgeHostcall,
  wrongSignature,
} from './signatures.js';

/** What stands in the way of satisfying an import. */
export interface ImportProblem {
  readonly item: ImportedItem;
  /** What is wrong. */
  readonly problem: string;
  /** What to do about it. */
  readonly remedy: string;
  /** For a hostcall that is imported with another type than it has: what differs. */
  readonly wrongSignature?: string;
}

/**
 * What happens to a module that imports functions that are not provided: it is refused; or it can start, and a call of such a function traps, or
 * returns ENOSYS.
 */
export type UnknownImports = 'refuse' | 'trap' | 'enosys';

/** What `UnknownImports` can be, the default first. */
export const unknownImportsChoices: readonly UnknownImports[] = ['refuse', 'trap', 'enosys'];

const REBUILD = 'build the program again, against a current WASI libc';

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
 * @param network whether it provides WasmEdge's sockets
 * @returns one entry for each import that cannot be satisfied, in the module's order
 */
export function checkImports(module: CompiledModule, given: Imports = {}, network = false): ImportProblem[] {
  const problems: ImportProblem[] = [];
  for (const item of module.imports) {
    if (givenFor(item, given) !== undefined) continue;
    const unknown = unknownImport(item, network);
    const wrong = unknown === undefined ? wrongSignature(item, network) : undefined;
    if (unknown !== undefined) problems.push({ item, problem: unknown[0], remedy: unknown[1] });
    else if (wrong !== undefined)
      problems.push({ item, problem: `${named(item)} has a ${wrong}`, remedy: REBUILD, wrongSignature: wrong });
  }
  return problems;
}

/** How an import is called for short. */
export function importName({ module, name }: ImportedItem): string {
  return `${module}.${name}`;
}

function named({ module, name, kind }: ImportedItem): string {
  return `${kind} "${name}" from "${module}"`;
}

function unknownImport(item: ImportedItem, network: boolean): readonly [problem: string, remedy: string] | undefined {
  const { module, name, kind } = item;
  const wanted = named(item);
  if (isThreadHostcall(item) || isSharedMemory(item)) return undefined;
  if (!isHostcallModule(module))
    return [`unknown import: ${wanted} is not part of WASI preview1`, 'provide it in the imports option'];
  if (kind !== 'function') return [`unknown import: ${wanted}: WASI has functions only`, REBUILD];
  const wasmEdge = wasmEdgeHostcall(item);
  if (wasmEdge !== undefined && network) return undefined;
  if (wasmEdge !== undefined)
    return [
      `${wanted} is a socket function of WasmEdge, and the program is given no network`,
      'give it one by the option "network", on the command line --allow-net',
    ];
  if (!isHostcall(name))
    return [
      `unknown hostcall: ${wanted} does not exist in WASI preview1`,
      'was the program built for another version of WASI?',
    ];
  if (module === UNSTABLE && notInUnstable.includes(name))
    return [`unknown hostcall: ${wanted} came only with ${PREVIEW1}`, REBUILD];
  return undefined;
}

/**
 * @param unknownImports whether functions may be missing
 * @param network whether WasmEdge's sockets are provided
 * @throws ConfigurationError that names the first import that cannot be satisfied, and how many more there are
 */
export function requireImports(
  module: CompiledModule,
  given: Imports = {},
  unknownImports: UnknownImports = 'refuse',
  network = false,
): void {
  const [first, ...others] = checkImports(module, given, network).filter(
    ({ item }) => unknownImports === 'refuse' || item.kind !== 'function',
  );
  if (first === undefined) return;
  throw new ConfigurationError(
    others.length === 0 ? first.problem : `${first.problem} (and ${others.length} more like it)`,
    first.remedy,
  );
}

/** What an engine says of imports that do not fit a module, such as a memory that is too small, as an error of ours. */
export function linkError(cause: Error): ConfigurationError {
  return new ConfigurationError(
    `the imports do not fit the program: ${cause.message}`,
    'give others, or build it again, against a current WASI libc',
    { cause },
  );
}

/** Hostcalls by name, as functions of JavaScript. */
type Hostcalls = Readonly<Record<string, unknown>>;

/**
 * What a module imports, and nothing else: objects that inherit nothing, since an engine would find what they inherit. Where the types are not known
 * with which the module imports hostcalls, the engine compares them.
 * @param given what the embedder provides; it comes before hostcalls of the same name
 * @param network whether WasmEdge's sockets are provided
 * @param hostcallsOf gives the hostcalls of one of the two modules; it is asked once at most for each
 */
export function linkImports(
  engine: Pick<Engine, 'typed'>,
  module: CompiledModule,
  given: Imports,
  network: boolean,
  hostcallsOf: (module: typeof PREVIEW1 | typeof UNSTABLE) => Hostcalls,
): Imports {
  const hostcalls = new Map<string, Hostcalls>();
  const imports: Record<string, Record<string, unknown>> = Object.create(null);
  /** The hostcalls that are imported, and their types, by module and name. */
  const imported: Record<string, unknown> = Object.create(null);
  const types: Record<string, FunctionType> = Object.create(null);
  const typed = !knowsSignatures(module);
  for (const item of module.imports) {
    const { module: from, name } = item;
    imports[from] ??= Object.create(null) as Record<string, unknown>;
    imports[from][name] = givenFor(item, given);
    if (imports[from][name] !== undefined) continue;
    // What wasi-threads adds is beside the hostcalls of preview1.
    const source = isThreadHostcall(item) ? PREVIEW1 : from;
    if (!isHostcallModule(source)) continue;
    if (!hostcalls.has(source)) hostcalls.set(source, hostcallsOf(source));
    const hostcall = (network ? wasmEdgeHostcall(item) : undefined) ?? name;
    const provided = hostcalls.get(source) as Hostcalls;
    if (!Object.hasOwn(provided, hostcall)) continue;
    imports[from][name] = provided[hostcall];
    if (!typed) continue;
    imported[importName(item)] = provided[hostcall];
    types[importName(item)] = typeOfHostcall(hostcall as HostcallName);
  }
  if (!typed) return imports;
  // All at once: each call of it makes an instance, which takes as long as to make all else of a small guest.
  const functions = engine.typed(imported, types);
  for (const item of module.imports) {
    const { module: from, name } = item;
    const made = functions[importName(item)];
    if (made !== undefined) (imports[from] as Record<string, unknown>)[name] = made;
  }
  return imports;
}

/** Whether the type of each hostcall that a module imports is known, and so has been checked by `checkImports`. */
function knowsSignatures(module: CompiledModule): boolean {
  return module.imports.every(
    item => item.type !== undefined || !(isHostcallModule(item.module) || isThreadHostcall(item)),
  );
}

/** Copies of what an embedder provides that inherit nothing. What it is given later is not in them. */
export function withoutInheritance(given: Imports): Record<string, Imports[string]> {
  const imports: Record<string, Imports[string]> = Object.create(null);
  for (const module of Object.keys(given)) {
    const descriptors = Object.getOwnPropertyDescriptors(given[module] ?? {});
    imports[module] = Object.create(null, descriptors) as Imports[string];
  }
  return imports;
}
