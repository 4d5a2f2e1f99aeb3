import type { Stream } from '../../domain/index.js';
import { type Direction, type HostCalls, nodeHostCalls, streamFromHost as streamOn } from '../node/index.js';
import { windowsHostCalls } from '../windows/index.js';
import { currentPlatform } from './platform.js';

/**
 * A stream on any descriptor of the host's, to be given to a program as its stdin, stdout or stderr. The descriptor stays the caller's.
 * @param fd a descriptor of this process
 * @param direction what the guest may do with it; the other is `-EBADF`
 * @param host the host primitives; those of the platform that this runs on, if not given
 */
export function streamFromHost(fd: number, direction?: Direction, host: HostCalls = hostCalls()): Stream {
  return streamOn(fd, direction, host);
}

function hostCalls(): HostCalls {
  return currentPlatform() === 'windows' ? windowsHostCalls() : nodeHostCalls;
}
