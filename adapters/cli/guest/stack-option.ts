/** `--max-stack`: a thread with a stack of its own size, for programs that call themselves more often than Node's own has room for. */
import { byteSize } from '../byte-size.js';
import type { OptionDescription } from '../command-description.js';
import type { Supervisor } from '../signals/supervisor.js';

/** The option of commands that run programs. */
export const maxStackOption: OptionDescription = {
  long: 'max-stack',
  argument: 'SIZE',
  text: 'bytes of stack for the calls of the program, such as 64M; beyond it, it traps',
  details:
    'bytes of stack for the calls of the program, with K, M or G for a multiple of 1024, from 1M to 64G. Beyond it the program traps. With this option everything runs in a second thread. The stack that a compiler puts into the memory of the program is another: it is set when the program is linked',
  default: 'what Node has, about 1M',
};

/** The minimum that Node itself needs, and the maximum that is requested of a system. */
const LEAST = '1M';
const MOST = '64G';

/**
 * Runs a command: here, or with that option in a thread.
 * @param supervisor what runs the command
 * @param run runs it here
 * @returns the exit status
 * @throws CommandLineError for a size that is none, or that the system does not have
 */
export async function withMaxStack(
  { maxStack }: { readonly maxStack?: string | undefined },
  supervisor: Supervisor,
  run: () => Promise<number>,
): Promise<number> {
  if (maxStack === undefined) return run();
  const bytes = byteSize('--max-stack', maxStack, LEAST, MOST);
  return (await supervisor.withStack(bytes)) ?? run();
}
