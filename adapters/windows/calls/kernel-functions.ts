import type { Functions, FunctionTable } from './function-table.js';

const KERNEL32 = 'kernel32.dll';

/**
 * Every function for streams that is called, with its type: `HANDLE` is an address, `BOOL` and `DWORD` are integers of 32 bits, `LARGE_INTEGER` one of 64.
 * The functions with a library are [those of Windows](https://learn.microsoft.com/en-us/windows/win32/api/), the other is
 * [libuv's](https://docs.libuv.org/en/v1.x/fs.html#c.uv_get_osfhandle), which node.exe exports. A wrong type ends the process: each is called once at start,
 * for an answer that is known (`known-answers.ts`).
 */
export const KERNEL_FUNCTIONS = {
  /** The handle of a descriptor, -1 or -2 for none. */
  uv_get_osfhandle: { result: 'long', parameters: ['int'] },

  GetLastError: { library: KERNEL32, result: 'int', parameters: [] },
  SetLastError: { library: KERNEL32, result: 'int', parameters: ['uint'] },
  GetFileType: { library: KERNEL32, result: 'int', parameters: ['address'] },

  CreatePipe: { library: KERNEL32, result: 'int', parameters: ['address', 'address', 'address', 'uint'] },
  WriteFile: { library: KERNEL32, result: 'int', parameters: ['address', 'address', 'uint', 'address', 'address'] },
  CloseHandle: { library: KERNEL32, result: 'int', parameters: ['address'] },
  PeekNamedPipe: {
    library: KERNEL32,
    result: 'int',
    parameters: ['address', 'address', 'uint', 'address', 'address', 'address'],
  },
  /** An NTSTATUS. */
  NtQueryInformationFile: {
    library: 'ntdll.dll',
    result: 'int',
    parameters: ['address', 'address', 'address', 'uint', 'uint'],
  },

  GetConsoleMode: { library: KERNEL32, result: 'int', parameters: ['address', 'address'] },
  PeekConsoleInputW: { library: KERNEL32, result: 'int', parameters: ['address', 'address', 'uint', 'address'] },
  ReadConsoleInputW: { library: KERNEL32, result: 'int', parameters: ['address', 'address', 'uint', 'address'] },
  ReadConsoleW: { library: KERNEL32, result: 'int', parameters: ['address', 'address', 'uint', 'address', 'address'] },
  WriteConsoleW: {
    library: KERNEL32,
    result: 'int',
    parameters: ['address', 'address', 'uint', 'address', 'address'],
  },

  CreateEventW: { library: KERNEL32, result: 'address', parameters: ['address', 'int', 'int', 'address'] },
  WaitForMultipleObjects: { library: KERNEL32, result: 'int', parameters: ['uint', 'address', 'int', 'uint'] },
} as const satisfies FunctionTable;

/** The name of a function in {@link KERNEL_FUNCTIONS}. */
export type KernelFunctionName = keyof typeof KERNEL_FUNCTIONS;

/** The functions of {@link KERNEL_FUNCTIONS}. */
export type KernelFunctions = Functions<typeof KERNEL_FUNCTIONS>;
