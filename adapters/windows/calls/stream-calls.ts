import { NOT_READY } from '../../../domain/index.js';
import { Readiness } from '../../node/index.js';
import { Block } from '../../system/index.js';
import { ConsoleInput } from './console-input.js';
import { ConsoleText } from './console-text.js';
import {
  FILE_PIPE_CLOSING_STATE,
  FILE_TYPE_CHAR,
  FILE_TYPE_PIPE,
  FilePipeLocalInformation,
  PIPE_INFORMATION_SIZE,
  PIPE_STATE,
} from './constants.js';
import type { WindowsCalls } from './windows-calls.js';

/** What can be asked whether it is ready. */
export type StreamKind = 'pipe' | 'console';

const NUMBER = 0;
const STATUS = 16;
const STRUCTURE = 32;
const SIZE = STRUCTURE + PIPE_INFORMATION_SIZE;

/** Windows' calls for pipes and consoles that tell whether they are ready, by their handles. Nothing is read by that but what no read returns. */
export class StreamCalls {
  /** After `available`: whether the other side has gone. */
  hungUp = false;
  readonly #calls: WindowsCalls;
  readonly #block: Block;
  readonly #input: ConsoleInput;
  /** By their handles. */
  readonly #texts = new Map<number, ConsoleText>();

  constructor(calls: WindowsCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, SIZE);
    this.#input = new ConsoleInput(calls);
  }

  /** The handle of a descriptor; below 0 for none. */
  handleOf(fd: number): number {
    return this.#calls.kernel.uv_get_osfhandle(fd);
  }

  /** The kind of a handle; undefined for anything else, such as a socket, a file or NUL. */
  kindOf(handle: number): StreamKind | undefined {
    if (handle < 0) return undefined;
    switch (this.#calls.kernel.GetFileType(handle)) {
      case FILE_TYPE_PIPE:
        return this.#stateOf(handle) === undefined ? undefined : 'pipe';
      case FILE_TYPE_CHAR:
        return this.#input.isConsole(handle) ? 'console' : undefined;
      default:
        return undefined;
    }
  }

  /** The text of a console. */
  textOf(handle: number): ConsoleText {
    let text = this.#texts.get(handle);
    if (text === undefined) {
      text = new ConsoleText(this.#calls, this.#input);
      this.#texts.set(handle, text);
    }
    return text;
  }

  /** How many bytes a read would return now, 0 at the end; or `NOT_READY`. */
  available(handle: number, kind: StreamKind): number {
    this.hungUp = false;
    if (kind === 'console') return this.#texts.get(handle)?.left || this.#input.available(handle);
    // Before the bytes are counted: what is closed gets no more of them.
    this.hungUp = this.#isClosing(handle);
    const { address, view } = this.#block;
    // It fails once the other side has closed and all is read.
    if (this.#calls.kernel.PeekNamedPipe(handle, 0, 0, 0, address + NUMBER, 0) === 0) {
      this.hungUp = true;
      return 0;
    }
    const count = view.getUint32(NUMBER, true);
    return count === 0 && !this.hungUp ? NOT_READY : count;
  }

  /**
   * Whether a handle can be written: one of `Readiness`. Windows does not tell whether there is room in a pipe: the quota that it shows is used up by a read
   * that waits, too.
   */
  writable(handle: number, kind: StreamKind): number {
    return kind === 'pipe' && this.#isClosing(handle) ? Readiness.HUNG_UP : Readiness.READY;
  }

  #isClosing(handle: number): boolean {
    return this.#stateOf(handle) === FILE_PIPE_CLOSING_STATE;
  }

  /** The state of a pipe; undefined for what is none. */
  #stateOf(handle: number): number | undefined {
    const { address, view } = this.#block;
    const [status, structure] = [address + STATUS, address + STRUCTURE];
    const { NtQueryInformationFile } = this.#calls.kernel;
    const failed = NtQueryInformationFile(handle, status, structure, PIPE_INFORMATION_SIZE, FilePipeLocalInformation);
    return failed === 0 ? view.getUint32(STRUCTURE + PIPE_STATE, true) : undefined;
  }
}
