import { ConfigurationError } from '../../../application/errors.js';
import type { FfiName, SocketCalls } from '../../system/index.js';
import { SharedCalls } from '../calls/shared-calls.js';

const known = new Map<FfiName | undefined, SocketCalls>();

/**
 * Windows' calls for sockets.
 * @param system the only FFI to use. Default: the first that can be used
 * @throws ConfigurationError if no FFI can make sockets
 */
export function windowsSockets(system: FfiName | undefined): SocketCalls {
  const found = known.get(system) ?? new SharedCalls(system).sockets;
  if (typeof found === 'string')
    throw new ConfigurationError(
      `there are no sockets: ${found}`,
      'install the package koffi, or use Node 26.9 or later',
    );
  known.set(system, found);
  return found;
}
