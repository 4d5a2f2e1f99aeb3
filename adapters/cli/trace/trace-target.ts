import { type TraceFormat, traceFormatOf } from '../../../application/formats/index.js';
import { CommandLineError } from '../command-line-error.js';
import type { Supervisor } from '../signals/supervisor.js';
import { FileTrace } from './file-trace.js';
import { PipeTrace } from './pipe-trace.js';
import { StreamTrace } from './stream-trace.js';
import type { TraceOutput } from './trace-output.js';

/** Where a trace goes. */
export type TraceTarget =
  | { readonly kind: 'stderr' | 'stdout' }
  | { readonly kind: 'file'; readonly path: string; readonly append: boolean }
  | { readonly kind: 'pipe'; readonly command: string };

/** The options that say it, as they were given. */
export interface TargetOptions {
  readonly output?: string;
  readonly outputAppendMode?: boolean;
}

/**
 * What `-o` means: a file, `-` for stdout, or as with strace a command behind `|` or `!`.
 * @throws CommandLineError for what makes no sense
 */
export function traceTarget({ output, outputAppendMode: append = false }: TargetOptions): TraceTarget {
  const target = targetNamed(output, append);
  if (append && target.kind !== 'file')
    throw new CommandLineError('-A has no effect without a file', 'name one with -o');
  return target;
}

function targetNamed(output: string | undefined, append: boolean): TraceTarget {
  if (output === undefined) return { kind: 'stderr' };
  if (output === '-') return { kind: 'stdout' };
  if (!/^[|!]/.test(output)) return { kind: 'file', path: output, append };
  const command = output.slice(1).trim();
  if (command === '') throw new CommandLineError(`-o '${output}' lacks a command`, "write one, such as -o '|less'");
  return { kind: 'pipe', command };
}

/** The format that the name of a file asks for. */
export function formatOfTarget(target: TraceTarget): TraceFormat | undefined {
  return target.kind === 'file' ? traceFormatOf(target.path) : undefined;
}

/**
 * Opens the place for a trace.
 * @param now tells the time, in nanoseconds, where the clock of the calls may stand still
 * @throws CommandLineError if it can't be written to
 */
export function openTarget(target: TraceTarget, supervisor: Supervisor, now?: () => number): TraceOutput {
  switch (target.kind) {
    case 'stderr':
      return new StreamTrace(2);
    case 'stdout':
      return new StreamTrace(1);
    case 'file':
      return new FileTrace(target.path, now, target.append);
    case 'pipe':
      return new PipeTrace(target.command, supervisor.pipeTo(target.command), now);
  }
}
