import type { CompiledModule } from '../../domain/index.js';
import { ConfigurationError } from '../errors.js';

/** What kind of program a module is: a command is started, a reactor is initialised and then called, a library is called. */
export type ProgramKind = 'command' | 'reactor' | 'library';

const ENTRIES = ['_start', '_initialize'] as const;

/**
 * What kind of program a module is.
 *
 * Source: the application ABI of WASI preview1: a command exports `_start`, a reactor does not and may export `_initialize`.
 */
export function kindOf({ exports }: CompiledModule): ProgramKind {
  const has = (name: string) => exports.some(item => item.name === name && item.kind === 'function');
  return has('_start') ? 'command' : has('_initialize') ? 'reactor' : 'library';
}

/** Why a program can neither be started nor initialised: an export, and a clause about it. Undefined if it can. */
export interface EntryProblem {
  readonly item: string;
  readonly text: string;
}

/** The problem with a module's `_start` and `_initialize`. */
export function entryProblem({ exports }: CompiledModule): EntryProblem | undefined {
  const found = exports.filter(({ name }) => (ENTRIES as readonly string[]).includes(name));
  const misfit = found.find(({ kind }) => kind !== 'function');
  if (misfit !== undefined)
    return { item: misfit.name, text: `exported as a ${misfit.kind}, where a function belongs` };
  return found.length === ENTRIES.length
    ? { item: '_start', text: 'exported along with _initialize; a program is a command or a reactor' }
    : undefined;
}

/** @throws ConfigurationError for a module that can neither be started nor initialised */
export function requireEntry(module: CompiledModule): void {
  const problem = entryProblem(module);
  if (problem === undefined) return;
  throw new ConfigurationError(`the module cannot be run: "${problem.item}" is ${problem.text}`, 'build it again');
}
