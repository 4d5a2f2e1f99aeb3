import { Errno, type Meanings, type threadHostcalls } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Threads of the program. */
export function threadsFamily({ spawn }: HostcallContext): Pick<Meanings, keyof typeof threadHostcalls> {
  return {
    'thread-spawn'(startArg) {
      return spawn === undefined ? -Errno.ENOSYS : spawn(startArg);
    },
  };
}
