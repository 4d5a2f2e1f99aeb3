import { noteClosing, noteOpened, ownDescriptors } from '../node/worker-descriptors.js';
import type { Libc } from './libc.js';
import type { SocketFunctions } from './sockets/socket-functions.js';

/** A function that returns a descriptor, or -1. */
type Opening = (...values: number[]) => number;

/** The functions of libc, with those that open and close noting what they do; the same where that is not asked for. */
export function notedCalls(libc: Libc): Libc {
  const descriptors = ownDescriptors();
  if (descriptors === undefined) return libc;
  return {
    ...libc,
    openat: noting(descriptors, libc.openat),
    openat2: noting(descriptors, libc.openat2),
    close(fd) {
      noteClosing(descriptors, fd);
      return libc.close(fd);
    },
  };
}

/** The same for sockets. */
export function notedSockets(functions: SocketFunctions): SocketFunctions {
  const descriptors = ownDescriptors();
  if (descriptors === undefined) return functions;
  const { socket, accept4 } = functions;
  return { ...functions, socket: noting(descriptors, socket), accept4: noting(descriptors, accept4) };
}

function noting<Function extends Opening>(descriptors: Int32Array, open: Function): Function {
  return ((a = 0, b = 0, c = 0, d = 0) => {
    const fd = (open as Opening)(a, b, c, d);
    noteOpened(descriptors, fd);
    return fd;
  }) as Function;
}
