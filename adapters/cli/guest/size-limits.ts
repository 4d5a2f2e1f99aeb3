/** `--max-memory` and `--max-output`: how much memory a program may have, and how much it may write. */
import { limitMemory } from '../../../application/modules/index.js';
import type { LinearMemory } from '../../../domain/index.js';
import { byteSize } from '../byte-size.js';
import type { OptionDescription } from '../command-description.js';
import { complain } from '../terminal/report.js';

/** The options as they were given. */
export interface SizeLimitOptions {
  readonly maxMemory?: string;
  readonly maxOutput?: string;
}

/** In bytes; undefined for no limit. */
export interface SizeLimits {
  readonly maxMemory: number | undefined;
  readonly maxOutput: number | undefined;
}

export const maxMemoryOption: OptionDescription = {
  long: 'max-memory',
  argument: 'SIZE',
  text: 'bytes that the memory of the program may grow to, such as 64M; beyond it, the program gets no more',
  details:
    'bytes that the memory of the program may grow to, with K, M or G for a multiple of 1024, in pages of 64K. Beyond it `memory.grow` fails, and malloc returns NULL; what then becomes of the program is its own affair. If it does not end well, and its memory is near the limit, a line on stderr says so. A program that begins with more is refused',
  default: 'what the module allows, at most 4G',
};

export const maxOutputOption: OptionDescription = {
  long: 'max-output',
  argument: 'SIZE',
  text: 'bytes that the program may write to stdout and stderr; beyond it, it is ended with status 153',
  details:
    'bytes that the program may write to stdout and stderr together, with K, M or G for a multiple of 1024. They are written; a program that writes more is ended, with the exit status 153, as SIGXFSZ ends native programs',
  default: 'no limit',
};

/**
 * Reads the options.
 * @throws CommandLineError for an invalid size
 */
export function sizeLimits({ maxMemory, maxOutput }: SizeLimitOptions): SizeLimits {
  return {
    maxMemory: maxMemory === undefined ? undefined : byteSize('--max-memory', maxMemory, '64K', '4G'),
    maxOutput: maxOutput === undefined ? undefined : byteSize('--max-output', maxOutput, '0', '8388607G'),
  };
}

/**
 * A program whose memory does not grow beyond the limit.
 * @throws ConfigurationError if it begins with more
 */
export function withLimitedMemory(program: Uint8Array, { maxMemory }: Pick<SizeLimits, 'maxMemory'>): Uint8Array {
  return maxMemory === undefined ? program : limitMemory(program, maxMemory, '--max-memory');
}

/** A size close to the limit: allocators request more at once, the more they have. */
const NEAR = 0.5;

/**
 * Names the limit, if it may be the reason why a program did not end well. Nothing tells that `memory.grow` has failed.
 * @param memory that it exports
 */
export function tellOfLimitedMemory(memory: unknown, { maxMemory }: Pick<SizeLimits, 'maxMemory'>): void {
  if (maxMemory === undefined) return;
  const { byteLength = 0 } = (memory as Partial<LinearMemory> | undefined)?.buffer ?? {};
  if (byteLength < maxMemory * NEAR) return;
  complain(`the memory of the program had grown to ${byteLength} bytes, and --max-memory allows ${maxMemory}`);
}
