import { Errno, enumerations, type Meanings, SIGNAL_EXIT_BASE } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** What becomes of a guest that writes to a pipe or a socket that nobody reads any more: the call returns EPIPE, or the guest ends. */
export const sigpipeChoices = ['ignore', 'terminate'] as const;
export type SigpipeChoice = (typeof sigpipeChoices)[number];

/** As shells report a program that SIGPIPE has ended: 141. */
const ENDED_BY_SIGPIPE = SIGNAL_EXIT_BASE + enumerations.signal.indexOf('PIPE');

/**
 * Meanings with which a write that returns EPIPE ends the guest, as the default action of SIGPIPE ends a native program. A guest cannot be sent
 * the signal, so it cannot handle it either.
 * @see https://man7.org/linux/man-pages/man7/signal.7.html
 */
export function terminateOnBrokenPipe(meanings: Meanings, { exit }: Pick<HostcallContext, 'exit'>): Meanings {
  const orExit = (result: number): number => (result === -Errno.EPIPE ? exit(ENDED_BY_SIGPIPE) : result);
  return {
    ...meanings,
    fd_write: (fd, iovecs) => orExit(meanings.fd_write(fd, iovecs)),
    sock_send: (fd, iovecs, siflags) => orExit(meanings.sock_send(fd, iovecs, siflags)),
  };
}
