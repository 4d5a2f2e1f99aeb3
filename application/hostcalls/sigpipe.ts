import { Errno, enumerations, type Meanings, SIGNAL_EXIT_BASE } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** What happens to a guest that writes to a pipe whose reader has closed it: the call returns EPIPE, or the guest ends. */
export const sigpipeChoices = ['ignore', 'terminate'] as const;
export type SigpipeChoice = (typeof sigpipeChoices)[number];

/** As shells report a program that SIGPIPE has ended: 141. */
const ENDED_BY_SIGPIPE = SIGNAL_EXIT_BASE + enumerations.signal.indexOf('PIPE');

/**
 * Meanings with which a write to a pipe that returns EPIPE ends the guest, as the default action of SIGPIPE ends a native program. A guest cannot be sent
 * the signal, so it cannot handle it either. What it sends to a socket goes on to return EPIPE: a server that serves others, too, is not to end with its
 * first client that goes away, and native ones ignore the signal.
 * @see https://man7.org/linux/man-pages/man7/signal.7.html
 */
export function terminateOnBrokenPipe(
  meanings: Meanings,
  { exit, descriptors }: Pick<HostcallContext, 'exit' | 'descriptors'>,
): Meanings {
  return {
    ...meanings,
    fd_write(fd, iovecs) {
      const result = meanings.fd_write(fd, iovecs);
      const broken = result === -Errno.EPIPE && descriptors.peek(fd)?.resource.kind !== 'socket';
      return broken ? exit(ENDED_BY_SIGPIPE) : result;
    },
  };
}
