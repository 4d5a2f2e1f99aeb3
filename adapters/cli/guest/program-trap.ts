import { basename } from 'node:path';
import type { GuestTrap } from '../../../application/errors.js';
import { stackLines } from '../../../application/formats/index.js';
import { functionSymbols } from '../../../application/modules/index.js';
import { STACK_EXHAUSTED } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { ExitStatus } from '../exit-status.js';

/** So many functions are shown: a program that has used up the stack was in one function thousands of times. */
const MOST_SHOWN = 20;
/** How deep a stack an engine keeps with an error; by default, V8 keeps ten functions. */
const DEPTH = 128;

const BEFORE = '`hostcall trace` shows what it did before';
const MORE_STACK = 'if it does not call itself without end, give it more stack, with --max-stack 64M';

/** Has the engine keep more of the stack when the program traps. */
export function keepDeepStacks(): void {
  Error.stackTraceLimit = DEPTH;
}

/** A trap of the program, told with the functions that it was in. */
export class ProgramTrap extends CommandLineError {
  readonly trap: GuestTrap;

  /**
   * @param program its path
   * @param bytes of its module
   */
  constructor(trap: GuestTrap, program: string, bytes: Uint8Array) {
    super(trap.message, trap.text === STACK_EXHAUSTED ? MORE_STACK : BEFORE, ExitStatus.trap, { cause: trap });
    this.trap = trap;
    const { frames } = trap;
    const more = frames.length - MOST_SHOWN;
    this.below = [
      ...stackLines(frames.slice(0, MOST_SHOWN), functionSymbols(bytes, basename(program))),
      ...(more > 0 ? [` > … ${more} more`] : []),
    ];
  }
}
