import { Block } from '../../system/index.js';
import { MOST_HANDLES } from './constants.js';
import type { WindowsCalls } from './windows-calls.js';

const HANDLE_SIZE = 8;

/** WaitForMultipleObjects: https://learn.microsoft.com/en-us/windows/win32/api/synchapi/nf-synchapi-waitformultipleobjects */
export class HandleWait {
  readonly #calls: WindowsCalls;
  readonly #block: Block;
  readonly #handles = new Set<number>();

  constructor(calls: WindowsCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, MOST_HANDLES * HANDLE_SIZE);
  }

  get count(): number {
    return this.#handles.size;
  }

  /** Forgets all handles. */
  clear(): void {
    this.#handles.clear();
  }

  /** @returns false if there are too many */
  add(handle: number): boolean {
    if (this.#handles.has(handle)) return true;
    if (this.#handles.size === MOST_HANDLES) return false;
    this.#block.view.setBigUint64(this.#handles.size * HANDLE_SIZE, BigInt(handle), true);
    this.#handles.add(handle);
    return true;
  }

  /**
   * Blocks the thread until one of the handles is signalled, or the time has passed. It may return early.
   * @param milliseconds a whole number, less than 2^32 - 1
   * @returns whether it could be waited for; false at once if not
   */
  wait(milliseconds: number): boolean {
    return this.#calls.kernel.WaitForMultipleObjects(this.#handles.size, this.#block.address, 0, milliseconds) >= 0;
  }
}
