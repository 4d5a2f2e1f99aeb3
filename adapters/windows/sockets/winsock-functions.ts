import type { Functions, FunctionTable } from '../calls/function-table.js';

const library = 'ws2_32.dll';

/**
 * Every function of [Winsock](https://learn.microsoft.com/en-us/windows/win32/api/winsock2/) that is called, with its type; see `KERNEL_FUNCTIONS`. A `SOCKET`
 * is a handle, and -1 for none. They are a table of their own, since sockets may not be to be had where the rest is. `winsock-answers.ts` calls each once.
 */
export const WINSOCK_FUNCTIONS = {
  WSAStartup: { library, result: 'int', parameters: ['uint', 'address'] },
  WSAGetLastError: { library, result: 'int', parameters: [] },

  WSASocketW: { library, result: 'long', parameters: ['int', 'int', 'int', 'address', 'uint', 'uint'] },
  ioctlsocket: { library, result: 'int', parameters: ['address', 'int', 'address'] },
  bind: { library, result: 'int', parameters: ['address', 'address', 'int'] },
  listen: { library, result: 'int', parameters: ['address', 'int'] },
  getsockname: { library, result: 'int', parameters: ['address', 'address', 'address'] },
  connect: { library, result: 'int', parameters: ['address', 'address', 'int'] },
  WSAPoll: { library, result: 'int', parameters: ['address', 'uint', 'int'] },
  accept: { library, result: 'long', parameters: ['address', 'address', 'address'] },
  select: { library, result: 'int', parameters: ['int', 'address', 'address', 'address', 'address'] },
  getpeername: { library, result: 'int', parameters: ['address', 'address', 'address'] },
  setsockopt: { library, result: 'int', parameters: ['address', 'int', 'int', 'address', 'int'] },
  getsockopt: { library, result: 'int', parameters: ['address', 'int', 'int', 'address', 'address'] },

  WSASendTo: {
    library,
    result: 'int',
    parameters: ['address', 'address', 'uint', 'address', 'uint', 'address', 'int', 'address', 'address'],
  },
  WSAEventSelect: { library, result: 'int', parameters: ['address', 'address', 'int'] },
  WSARecvFrom: {
    library,
    result: 'int',
    parameters: ['address', 'address', 'uint', 'address', 'address', 'address', 'address', 'address', 'address'],
  },
  shutdown: { library, result: 'int', parameters: ['address', 'int'] },
  closesocket: { library, result: 'int', parameters: ['address'] },
} as const satisfies FunctionTable;

/** The name of a function in {@link WINSOCK_FUNCTIONS}. */
export type WinsockFunctionName = keyof typeof WINSOCK_FUNCTIONS;

/** The functions of {@link WINSOCK_FUNCTIONS}. */
export type WinsockFunctions = Functions<typeof WINSOCK_FUNCTIONS>;
