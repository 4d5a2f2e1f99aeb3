/** Constants of Windows' headers; its [documentation](https://learn.microsoft.com/en-us/windows/win32/api/) says what they mean. */

export const FILE_TYPE_DISK = 1;
export const FILE_TYPE_CHAR = 2;
export const FILE_TYPE_PIPE = 3;

export const ERROR_INVALID_HANDLE = 6;
export const ERROR_BROKEN_PIPE = 109;

/** Of NtQueryInformationFile: a structure of ten ULONGs, of which the ninth is the state of the pipe. */
export const FilePipeLocalInformation = 24;
export const PIPE_INFORMATION_SIZE = 40;
export const PIPE_STATE = 32;
/** The other side has closed. */
export const FILE_PIPE_CLOSING_STATE = 4;

export const WAIT_OBJECT_0 = 0;
export const WAIT_TIMEOUT = 258;
/** So many handles are waited for at most: MAXIMUM_WAIT_OBJECTS. */
export const MOST_HANDLES = 64;

export const ENABLE_LINE_INPUT = 2;
/** Of a record of console input, which has 20 bytes. */
export const KEY_EVENT = 1;
export const VK_MENU = 0x12;
/** Ctrl-Z. */
export const END_OF_INPUT = 0x1a;
