import { closeSync, openSync } from 'node:fs';
import { Block, type Ffi } from '../../system/index.js';
import {
  ERROR_INVALID_HANDLE,
  FILE_PIPE_CLOSING_STATE,
  FILE_TYPE_DISK,
  FILE_TYPE_PIPE,
  FilePipeLocalInformation,
  PIPE_INFORMATION_SIZE,
  PIPE_STATE,
  WAIT_OBJECT_0,
  WAIT_TIMEOUT,
} from './constants.js';
import type { KernelFunctionName, KernelFunctions } from './kernel-functions.js';

/** The objects with which the functions are tried. */
interface Trial {
  readonly kernel: KernelFunctions;
  readonly block: Block;
  /** A descriptor of node.exe, opened for reading. */
  readonly fd: number;
  file: number;
  /** The ends of a pipe: 0 until there is one. */
  reader: number;
  writer: number;
  event: number;
}

/** Offsets in the block: two handles, a number, a status, a structure, bytes. */
const HANDLES = 0;
const NUMBER = 16;
const STATUS = 32;
const STRUCTURE = 64;
const BYTES = 128;
const BLOCK_SIZE = 256;

const ANY_ERROR = 1234;
const LENGTH = 5;
const NOTHING = 99;

/** A call of each function with an answer that is known, in this order. Nothing is changed but what is made for this. */
const ANSWERS: { readonly [Name in KernelFunctionName]: (trial: Trial) => boolean } = {
  SetLastError({ kernel }) {
    kernel.SetLastError(0);
    return true;
  },
  // Nothing between two calls sets the error: the FFI keeps it.
  GetLastError({ kernel }) {
    if (kernel.GetLastError() !== 0) return false;
    kernel.SetLastError(ANY_ERROR);
    return kernel.GetLastError() === ANY_ERROR;
  },

  uv_get_osfhandle(trial) {
    trial.file = trial.kernel.uv_get_osfhandle(trial.fd);
    return trial.file > 0;
  },
  GetFileType: ({ kernel, file }) => kernel.GetFileType(file) === FILE_TYPE_DISK,

  CreatePipe(trial) {
    const { kernel, block } = trial;
    if (kernel.CreatePipe(block.address + HANDLES, block.address + HANDLES + 8, 0, 0) === 0) return false;
    trial.reader = Number(block.view.getBigUint64(HANDLES, true));
    trial.writer = Number(block.view.getBigUint64(HANDLES + 8, true));
    return [trial.reader, trial.writer].every(handle => kernel.GetFileType(handle) === FILE_TYPE_PIPE);
  },
  WriteFile({ kernel, writer, block }) {
    const written = kernel.WriteFile(writer, block.address + BYTES, LENGTH, block.address + NUMBER, 0);
    return written !== 0 && block.view.getUint32(NUMBER, true) === LENGTH;
  },
  PeekNamedPipe: trial => peeked(trial) === LENGTH,
  CloseHandle(trial) {
    const { kernel, writer } = trial;
    trial.writer = 0;
    return kernel.CloseHandle(writer) !== 0 && peeked(trial) === LENGTH;
  },
  NtQueryInformationFile({ kernel, reader, block: { address, view } }) {
    const [status, structure] = [address + STATUS, address + STRUCTURE];
    return (
      kernel.NtQueryInformationFile(reader, status, structure, PIPE_INFORMATION_SIZE, FilePipeLocalInformation) === 0 &&
      view.getUint32(STRUCTURE + PIPE_STATE, true) === FILE_PIPE_CLOSING_STATE
    );
  },

  GetConsoleMode: trial => isRefused(trial, trial.kernel.GetConsoleMode(trial.reader, trial.block.address + NUMBER)),
  PeekConsoleInputW({ kernel, reader, block: { address } }) {
    return kernel.PeekConsoleInputW(reader, address + BYTES, 1, address + NUMBER) === 0;
  },
  ReadConsoleInputW({ kernel, reader, block: { address } }) {
    return kernel.ReadConsoleInputW(reader, address + BYTES, 1, address + NUMBER) === 0;
  },
  ReadConsoleW({ kernel, reader, block: { address } }) {
    return kernel.ReadConsoleW(reader, address + BYTES, 1, address + NUMBER, 0) === 0;
  },
  WriteConsoleW({ kernel, reader, block: { address } }) {
    return kernel.WriteConsoleW(reader, address + BYTES, 1, address + NUMBER, 0) === 0;
  },

  CreateEventW(trial) {
    // One that stays set until it is reset, and is set.
    trial.event = trial.kernel.CreateEventW(0, 1, 1, 0);
    return trial.event > 0;
  },
  WaitForMultipleObjects({ kernel, event, block }) {
    const unset = kernel.CreateEventW(0, 1, 0, 0);
    block.view.setBigUint64(HANDLES, BigInt(unset), true);
    block.view.setBigUint64(HANDLES + 8, BigInt(event), true);
    const first = kernel.WaitForMultipleObjects(1, block.address + HANDLES, 0, 0);
    const second = kernel.WaitForMultipleObjects(2, block.address + HANDLES, 0, 0);
    kernel.CloseHandle(unset);
    return first === WAIT_TIMEOUT && second === WAIT_OBJECT_0 + 1;
  },
};

/**
 * Calls each function for an answer that is known.
 * @returns the name of the first function that gives another one; undefined if there is none
 */
export function wrongAnswer(ffi: Ffi, kernel: KernelFunctions): KernelFunctionName | undefined {
  const fd = openSync(process.execPath, 'r');
  const trial: Trial = {
    kernel,
    block: new Block(ffi, BLOCK_SIZE),
    fd,
    file: 0,
    reader: 0,
    writer: 0,
    event: 0,
  };
  try {
    return (Object.keys(ANSWERS) as KernelFunctionName[]).find(name => !ANSWERS[name](trial));
  } finally {
    for (const handle of [trial.reader, trial.writer, trial.event]) if (handle > 0) kernel.CloseHandle(handle);
    closeSync(fd);
  }
}

/** How much there is in the pipe; -1 if that is not told. */
function peeked({ kernel, reader, block: { address, view } }: Trial): number {
  view.setUint32(NUMBER, NOTHING, true);
  return kernel.PeekNamedPipe(reader, 0, 0, 0, address + NUMBER, 0) === 0 ? -1 : view.getUint32(NUMBER, true);
}

/** Whether a call failed because the pipe is not a console. */
function isRefused({ kernel }: Trial, result: number): boolean {
  return result === 0 && kernel.GetLastError() === ERROR_INVALID_HANDLE;
}
