/** What can be said about a program before it runs: what kind it is, what it imports, and what stands in its way. */

import {
  type CompiledModule,
  describe,
  type HostcallName,
  hostcallNames,
  type ImportedItem,
  PREVIEW1,
  WITH_LENGTH,
} from '../../domain/index.js';
import { nearestNames } from '../../domain/preview1/nearest-names.js';
import { checkImports } from './import-check.js';
import { entryProblem, kindOf, type ProgramKind } from './program-kind.js';
import { isHostcall, isHostcallModule } from './signatures.js';

/** What a program imports from one module. */
export interface ImportGroup {
  readonly module: string;
  /** Names, in the program's order. */
  readonly names: readonly string[];
}

/** What stands in the way of running a program. */
export interface Obstacle {
  /** What it is about: an import (`env.f`), an export (`memory`). */
  readonly item: string;
  readonly text: string;
}

/** What `hostcall check` tells. */
export interface ModuleReport {
  readonly kind: ProgramKind;
  readonly imports: readonly ImportGroup[];
  readonly obstacles: readonly Obstacle[];
}

/** Modules that other targets of compilers import from, and what to do about it. */
const FOREIGN: Readonly<Record<string, string>> = {
  env: 'it is for Emscripten or for an embedder of its own: build it for wasm32-wasip1',
  __wbindgen_placeholder__: 'it is for a browser: build it for wasm32-wasip1',
  wbg: 'it is for a browser: build it for wasm32-wasip1',
  go: 'it is for a browser: build it with GOOS=wasip1',
  gojs: 'it is for a browser: build it with GOOS=wasip1',
  wasi: 'it starts threads: build it without',
};

/** Looks a program over. */
export function reportOn(module: CompiledModule): ModuleReport {
  const functions = new Set(module.exports.filter(item => item.kind === 'function').map(item => item.name));
  return {
    kind: kindOf(module),
    imports: groups(module),
    obstacles: [...importObstacles(module), ...exportObstacles(module, functions)],
  };
}

/** What the runtime would refuse, and where that comes from. */
function importObstacles(module: CompiledModule): Obstacle[] {
  return checkImports(module).map(({ item, wrongSignature }) => ({
    item: `${item.module}.${item.name}`,
    text: wrongSignature ?? importText(item),
  }));
}

function importText({ module, name, kind }: ImportedItem): string {
  if (!isHostcallModule(module)) {
    const hint = Object.hasOwn(FOREIGN, module) ? FOREIGN[module] : undefined;
    return `a ${kind} that is not part of WASI preview1${hint === undefined ? '' : `; ${hint}`}`;
  }
  if (kind !== 'function') return `a ${kind}; WASI has functions only`;
  if (isHostcall(name)) return `came only with ${PREVIEW1}`;
  const [near] = nearestNames(name, hostcallNames, 1);
  return `no such hostcall${near === undefined ? '' : `; the nearest is ${near}`}`;
}

function groups(module: CompiledModule): ImportGroup[] {
  const byModule = new Map<string, string[]>();
  for (const item of module.imports) {
    const names = byModule.get(item.module) ?? [];
    if (!names.includes(item.name)) names.push(item.name);
    byModule.set(item.module, names);
  }
  return [...byModule].map(([name, names]) => ({ module: name, names }));
}

function exportObstacles(module: CompiledModule, functions: ReadonlySet<string>): Obstacle[] {
  const obstacles: Obstacle[] = [];
  const hasMemory = module.exports.some(item => item.name === 'memory' && item.kind === 'memory');
  const pointed = module.imports.filter(
    item => isHostcallModule(item.module) && isHostcall(item.name) && takesPointers(item.name),
  );
  if (!hasMemory && pointed.length > 0)
    obstacles.push({ item: 'memory', text: 'not exported; the hostcalls it imports need a memory of that name' });
  const entry = entryProblem(module);
  if (entry !== undefined) obstacles.push(entry);
  if (functions.size === 0) obstacles.push({ item: '_start', text: 'not exported, nor is any other function to call' });
  return obstacles;
}

/** By the table: a result has an out-pointer, and these kinds of parameters are pointers. */
function takesPointers(name: HostcallName): boolean {
  const { params, results } = describe(name);
  return results.length > 0 || params.some(({ kind }) => WITH_LENGTH.has(kind) || kind === 'subscriptions');
}
