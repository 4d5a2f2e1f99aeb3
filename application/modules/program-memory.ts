import { type CompiledModule, describe, type HostcallName, paramKinds } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';
import { isHostcall, isHostcallModule } from './signatures.js';

/** Why the hostcalls of a module would not find its memory: what is wrong with it, as a clause, and what to do. Undefined if they find it, or need none. */
export function memoryProblem({
  imports,
  exports,
}: CompiledModule): readonly [text: string, remedy: string] | undefined {
  if (exports.some(item => item.name === 'memory' && item.kind === 'memory')) return undefined;
  if (imports.some(item => item.kind === 'memory')) return undefined;
  const pointed = imports.some(
    item => isHostcallModule(item.module) && isHostcall(item.name) && takesPointers(item.name),
  );
  if (!pointed) return undefined;
  const other = exports.find(item => item.kind === 'memory');
  return other === undefined
    ? ['not exported; the hostcalls it imports need a memory of that name', 'build it so that it exports its memory']
    : [
        `not exported; the hostcalls it imports need a memory of that name, and its memory is called '${other.name}'`,
        'build it so that it exports its memory under that name',
      ];
}

/** @throws ConfigurationError for a module whose hostcalls would not find its memory */
export function requireMemory(module: CompiledModule): void {
  const problem = memoryProblem(module);
  if (problem === undefined) return;
  const [text, remedy] = problem;
  throw new ConfigurationError(`the module cannot be run: "memory" is ${text}`, remedy);
}

/** By the table: a result has an out-pointer, and some kinds of parameters are pointers. */
function takesPointers(name: HostcallName): boolean {
  const { params, results } = describe(name);
  return results.length > 0 || params.some(({ kind }) => paramKinds[kind].pointsTo !== undefined);
}
