import type { Functions, FunctionTable } from '../libc.js';

/**
 * The functions of libc for sockets, with their types; see `LIBC`. They are a table of their own, since a filter may refuse sockets and nothing else.
 * `socket-answers.ts` calls each once.
 */
export const SOCKET_FUNCTIONS = {
  socket: { result: 'int', parameters: ['int', 'int', 'int'] },
  bind: { result: 'int', parameters: ['int', 'address', 'uint'] },
  listen: { result: 'int', parameters: ['int', 'int'] },
  connect: { result: 'int', parameters: ['int', 'address', 'uint'] },
  accept4: { result: 'int', parameters: ['int', 'address', 'address', 'int'] },
  shutdown: { result: 'int', parameters: ['int', 'int'] },

  send: { result: 'count', parameters: ['int', 'address', 'size', 'int'] },
  recv: { result: 'count', parameters: ['int', 'address', 'size', 'int'] },
  sendmsg: { result: 'count', parameters: ['int', 'address', 'int'] },
  recvmsg: { result: 'count', parameters: ['int', 'address', 'int'] },

  getsockname: { result: 'int', parameters: ['int', 'address', 'address'] },
  getpeername: { result: 'int', parameters: ['int', 'address', 'address'] },
  getsockopt: { result: 'int', parameters: ['int', 'int', 'int', 'address', 'address'] },
  setsockopt: { result: 'int', parameters: ['int', 'int', 'int', 'address', 'uint'] },
} as const satisfies FunctionTable;

/** The name of a function in {@link SOCKET_FUNCTIONS}. */
export type SocketFunctionName = keyof typeof SOCKET_FUNCTIONS;

/** The functions of {@link SOCKET_FUNCTIONS}. */
export type SocketFunctions = Functions<typeof SOCKET_FUNCTIONS>;
