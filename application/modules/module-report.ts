/** What can be said about a program before it runs: what kind it is, what it imports, and what stands in its way. */

import {
  type CompiledModule,
  hostcallNames,
  type ImportedItem,
  nearestNames,
  PREVIEW1,
  THREAD_START,
} from '../../domain/index.js';
import { checkImports, type ImportProblem, importName } from './import-check.js';
import { entryProblem, kindOf, type ProgramKind } from './program-kind.js';
import { memoryProblem } from './program-memory.js';
import { isHostcall, isHostcallModule, isThreadHostcall, wasmEdgeHostcall } from './signatures.js';
import { canReturnErrno } from './unknown-imports.js';

/** The imports of a program from one module. */
export interface ImportGroup {
  readonly module: string;
  /** Names, in the program's order. */
  readonly names: readonly string[];
  /** How many of them the runtime would refuse. */
  readonly unusable: number;
}

/** What stands in the way of running a program. */
export interface Obstacle {
  /** What it is about: an import (`env.f`), an export (`memory`). */
  readonly item: string;
  readonly text: string;
  /** Of a function that is not provided: the program can start without it, and whether it could return ENOSYS in place of a trap. */
  readonly standIn?: { readonly errno: boolean };
}

/** The report of `hostcall check`. */
export interface ModuleReport {
  readonly kind: ProgramKind;
  readonly imports: readonly ImportGroup[];
  /** The first of them. */
  readonly obstacles: readonly Obstacle[];
  /** How many there are beside these. */
  readonly moreObstacles: number;
  /** Whether it can start if functions that are not provided may be missing. */
  readonly startable: boolean;
}

/** So many obstacles are told: a module may have a hundred thousand imports, and what each may have meant takes a while to find. */
const MOST_OBSTACLES = 100;

/** Modules that other targets of compilers import from, and what to do about it. */
const FOREIGN: Readonly<Record<string, string>> = {
  env: 'it is for Emscripten or for an embedder of its own: build it for wasm32-wasip1',
  __wbindgen_placeholder__: 'it is for a browser: build it for wasm32-wasip1',
  wbg: 'it is for a browser: build it for wasm32-wasip1',
  go: 'it is for a browser: build it with GOOS=wasip1',
  gojs: 'it is for a browser: build it with GOOS=wasip1',
};

/** Looks a program over. @param network whether it would be given a network */
export function reportOn(module: CompiledModule, network = false): ModuleReport {
  const functions = new Set(module.exports.filter(item => item.kind === 'function').map(item => item.name));
  const problems = checkImports(module, {}, network);
  const told = problems.slice(0, MOST_OBSTACLES);
  const others = exportObstacles(module, functions);
  return {
    kind: kindOf(module),
    imports: groups(module, problems),
    obstacles: [...told.map(importObstacle), ...others],
    moreObstacles: problems.length - told.length,
    startable: others.length === 0 && problems.every(({ item }) => item.kind === 'function'),
  };
}

/** The import that the runtime would refuse, and its origin. */
function importObstacle({ item, wrongSignature }: ImportProblem): Obstacle {
  const text = wrongSignature ?? importText(item);
  const standIn = item.kind === 'function' ? { errno: canReturnErrno(item) } : undefined;
  return { item: importName(item), text, ...(standIn && { standIn }) };
}

function importText(item: ImportedItem): string {
  const { module, name, kind } = item;
  if (!isHostcallModule(module)) {
    const hint = Object.hasOwn(FOREIGN, module) ? FOREIGN[module] : undefined;
    return `a ${kind} that is not part of WASI preview1${hint === undefined ? '' : `; ${hint}`}`;
  }
  if (kind !== 'function') return `a ${kind}; WASI has functions only`;
  if (wasmEdgeHostcall(item) !== undefined)
    return 'no hostcall of WASI preview1, but a socket function of WasmEdge; --allow-net provides it';
  if (isHostcall(name)) return `came only with ${PREVIEW1}`;
  const [near] = nearestNames(name, hostcallNames, 1);
  return `no such hostcall${near === undefined ? '' : `; the nearest is ${near}`}`;
}

function groups({ imports }: CompiledModule, problems: readonly ImportProblem[]): ImportGroup[] {
  const unusable = namesByModule(problems.map(({ item }) => item));
  return [...namesByModule(imports)].map(([module, names]) => ({
    module,
    names: [...names],
    unusable: unusable.get(module)?.size ?? 0,
  }));
}

function namesByModule(items: readonly ImportedItem[]): Map<string, Set<string>> {
  const byModule = new Map<string, Set<string>>();
  for (const { module, name } of items) {
    const names = byModule.get(module) ?? new Set();
    names.add(name);
    byModule.set(module, names);
  }
  return byModule;
}

function exportObstacles(module: CompiledModule, functions: ReadonlySet<string>): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const memory = memoryProblem(module);
  if (memory !== undefined) obstacles.push({ item: 'memory', text: memory[0] });
  const entry = entryProblem(module);
  if (entry !== undefined) obstacles.push(entry);
  if (module.imports.some(isThreadHostcall) && !functions.has(THREAD_START))
    obstacles.push({
      item: THREAD_START,
      text: 'not exported, and threads begin in it: build it for wasm32-wasip1-threads',
    });
  if (functions.size === 0) obstacles.push({ item: '_start', text: 'not exported, nor is any other function to call' });
  return obstacles;
}
