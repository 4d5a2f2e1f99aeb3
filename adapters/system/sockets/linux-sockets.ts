import { ConfigurationError } from '../../../application/errors.js';
import type { FfiName } from '../ffi.js';
import { SharedCalls } from '../shared-calls.js';
import { linuxSocketCalls } from './linux-socket-calls.js';
import type { SocketCalls } from './socket-calls.js';

/**
 * Linux' calls for sockets.
 * @param system the only FFI to use. Default: the first that can be used
 * @throws ConfigurationError if no FFI can make sockets
 */
export function linuxSockets(system: FfiName | undefined): SocketCalls {
  return socketsThrough(new SharedCalls(system));
}

/** The same by calls that may be there already. */
export function socketsThrough({ calls, reasons }: Pick<SharedCalls, 'calls' | 'reasons'>): SocketCalls {
  const sockets = calls === undefined ? reasons.join('; ') : linuxSocketCalls(calls);
  if (typeof sockets === 'string')
    throw new ConfigurationError(
      `there are no sockets: ${sockets}`,
      process.platform === 'linux' ? 'install the package koffi, or use Node 26.9 or later' : 'use Linux or Windows',
    );
  return sockets;
}
