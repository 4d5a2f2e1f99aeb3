import type { RunEnd } from '../../application/lessons/index.js';
import type { ExerciseHost } from './exercise-host.js';

/** What the learner's module exports. */
export type Exported = (...args: unknown[]) => unknown;

/** What the learner is told of an error of the learner's. */
export class ExerciseProblem extends Error {
  readonly detail: string | undefined;

  constructor(problem: string, detail?: string) {
    super(problem);
    this.detail = detail;
  }
}

/** The function that the learner's module has as its default export. @throws ExerciseProblem if there is none */
export async function defaultExport(host: ExerciseHost, source: string): Promise<Exported> {
  let exported: Readonly<Record<string, unknown>>;
  try {
    exported = await host.load(source);
  } catch (error) {
    const place = error instanceof SyntaxError ? host.syntaxPlace?.(source) : undefined;
    throw new ExerciseProblem('the module cannot be loaded', errorText(error, place));
  }
  if (typeof exported.default !== 'function')
    throw new ExerciseProblem('the module has no function as its default export', 'write: export default function …');
  return exported.default as Exported;
}

/** The address that a learner's module is loaded from. */
const MODULE = /(?:data|blob):[^\s)"']*?(?=(?::\d+){1,2}\b|[\s)"']|$)/g;

/** The name of an error and its message, and where in the learner's module it was thrown if that is known. */
export function errorText(error: unknown, known?: string): string {
  if (!(error instanceof Error)) return `it threw ${String(error)}`;
  const stack = (error.stack ?? '').replace(MODULE, 'exercise.js');
  const place = known ?? /exercise\.js:(\d+(?::\d+)?)/.exec(stack)?.[1];
  const where = place === undefined ? '' : ` (exercise.js:${place})`;
  return `${error.name}: ${error.message.replace(MODULE, 'exercise.js')}${where}`;
}

/** How a run ends that threw something. */
export function failure(error: unknown): RunEnd {
  if (error instanceof ExerciseProblem)
    return { kind: 'failed', problem: error.message, ...(error.detail !== undefined && { detail: error.detail }) };
  if (error instanceof Error && error.name === 'ConfigurationError')
    return { kind: 'failed', problem: 'hostcall cannot run it', detail: error.message };
  return { kind: 'failed', problem: 'an error was thrown', detail: errorText(error) };
}
