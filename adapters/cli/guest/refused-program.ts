/** What cannot be run, and what to do about it, in the words of the command line. */
import {
  checkImports,
  entryProblem,
  kindOf,
  type ModuleSections,
  memoryProblem,
  type UnknownImports,
  wasmEdgeHostcall,
} from '../../../application/modules/index.js';
import type { CompiledModule } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/** So many functions are named. */
const MOST_NAMED = 10;

/** The functions that a program exports to be called, the first of them by name. */
export function exportedFunctions({ exports }: Pick<CompiledModule, 'exports'>): string {
  const names = exports
    .filter(({ name, kind }) => kind === 'function' && name !== '_initialize')
    .map(({ name }) => name);
  if (names.length === 0) return 'it exports none';
  return names.slice(0, MOST_NAMED).join(', ') + (names.length > MOST_NAMED ? ', …' : '');
}

/** @throws CommandLineError for a program with imports that are not provided, unless these may be missing. @param network whether it gets one */
export function refuseImports(
  program: string,
  module: CompiledModule,
  unknownImports: UnknownImports = 'refuse',
  network = false,
): void {
  const [first, ...others] = checkImports(module, {}, network).filter(
    ({ item }) => unknownImports === 'refuse' || item.kind !== 'function',
  );
  if (first === undefined) return;
  const { kind, name, module: from } = first.item;
  if (first.wrongSignature !== undefined)
    throw new CommandLineError(
      `${program} imports '${name}' from '${from}' with a ${first.wrongSignature}`,
      'build it again, against a current WASI libc',
    );
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  if (wasmEdgeHostcall(first.item) !== undefined)
    throw new CommandLineError(
      `${program} opens sockets: it imports '${name}' of WasmEdge${more}`,
      'let it by --allow-net HOST[:PORT], or --allow-net all',
    );
  throw new CommandLineError(
    `${program} imports the ${kind} '${name}' from '${from}', which hostcall does not provide${more}`,
    `see \`hostcall check ${program}\``,
  );
}

/** @throws CommandLineError for a module that can neither be started nor initialised */
export function refuseEntry(program: string, module: CompiledModule): void {
  const problem = entryProblem(module);
  if (problem === undefined) return;
  throw new CommandLineError(
    `${program} cannot be run: '${problem.item}' is ${problem.text}`,
    'build it as one of the two',
  );
}

/** @throws CommandLineError for a module whose hostcalls would not find its memory */
export function refuseMemory(program: string, module: CompiledModule): void {
  const problem = memoryProblem(module);
  if (problem !== undefined)
    throw new CommandLineError(`${program} cannot be run: 'memory' is ${problem[0]}`, problem[1]);
}

/** @throws CommandLineError for a module of which nothing would run */
export function refuseNothingToRun(program: string, module: CompiledModule, sections: ModuleSections): void {
  if (kindOf(module) !== 'library' || sections.start) return;
  throw new CommandLineError(
    `${program} exports no _start, so there is nothing to run`,
    `call a function of it with --invoke: ${exportedFunctions(module)}`,
  );
}
