import { NOT_READY } from '../../../domain/index.js';
import { Block } from '../../system/index.js';
import { ENABLE_LINE_INPUT, END_OF_INPUT, KEY_EVENT, VK_MENU } from './constants.js';
import type { WindowsCalls } from './windows-calls.js';

/** Members of [INPUT_RECORD](https://learn.microsoft.com/en-us/windows/console/input-record-str) with a key. */
const RECORD_SIZE = 20;
const KEY_DOWN = 4;
const REPEATED = 8;
const KEY = 10;
const CHARACTER = 14;

const RECORDS = 0;
const MOST_RECORDS = 64;
const NUMBER = MOST_RECORDS * RECORD_SIZE;
const MODE = NUMBER + 4;
const SIZE = MODE + 4;

const CARRIAGE_RETURN = 0x0d;

/** Keys without a character that do nothing alone, as in `winuser.h`: Shift, Ctrl, Alt, Pause, the locks, the keys of Windows. */
const IDLE_KEYS: ReadonlySet<number> = new Set([0x10, 0x11, VK_MENU, 0x13, 0x14, 0x5b, 0x5c, 0x5d, 0x90, 0x91]);

/** The typed input of a console. */
export class ConsoleInput {
  readonly #calls: WindowsCalls;
  readonly #block: Block;

  constructor(calls: WindowsCalls) {
    this.#calls = calls;
    this.#block = new Block(calls.ffi, SIZE);
  }

  /** Whether a handle is a console's. */
  isConsole(handle: number): boolean {
    return this.#calls.kernel.GetConsoleMode(handle, this.#block.address + MODE) !== 0;
  }

  /**
   * How many bytes have been typed, in UTF-8; or `NOT_READY`.
   *
   * A console counts as ready whatever happens at it: keys that are released, a mouse that moves, a window that gets the focus. Such records, which no
   * read returns, are taken out, so that the console can be waited for.
   *
   * A console that gives whole lines shows and edits a line only while it is read. So it is ready as soon as somebody types; a read then waits for the end of
   * the line.
   */
  available(handle: number): number {
    const { kernel } = this.#calls;
    const { address, view } = this.#block;
    for (;;) {
      if (kernel.PeekConsoleInputW(handle, address + RECORDS, MOST_RECORDS, address + NUMBER) === 0) return 0;
      const count = view.getUint32(NUMBER, true);
      if (count === 0) return NOT_READY;
      const typed = this.#typed(count, this.givesLines(handle));
      if (typed > 0) return typed;
      if (kernel.ReadConsoleInputW(handle, address + RECORDS, count, address + NUMBER) === 0) return 0;
    }
  }

  /**
   * Takes Ctrl-Z out, if it has been typed first: the end of the input, as Ctrl-D at terminals of Unix.
   * @returns whether it was there
   */
  takeEnd(handle: number): boolean {
    const { kernel } = this.#calls;
    const { address, view } = this.#block;
    if (!this.givesLines(handle)) return false;
    if (kernel.PeekConsoleInputW(handle, address + RECORDS, MOST_RECORDS, address + NUMBER) === 0) return false;
    const count = view.getUint32(NUMBER, true);
    for (let record = 0; record < count; record++) {
      const at = RECORDS + record * RECORD_SIZE;
      if (!this.#isTyped(at)) continue;
      if (view.getUint16(at + CHARACTER, true) !== END_OF_INPUT) return false;
      return kernel.ReadConsoleInputW(handle, address + RECORDS, record + 1, address + NUMBER) !== 0;
    }
    return false;
  }

  /** Whether a console gives whole lines, in which Ctrl-Z has its meaning. */
  givesLines(handle: number): boolean {
    const { view } = this.#block;
    return this.isConsole(handle) && (view.getUint32(MODE, true) & ENABLE_LINE_INPUT) !== 0;
  }

  /** The bytes of so many records. A key that edits the line, such as the one that fetches the last, counts as one. */
  #typed(count: number, lines: boolean): number {
    const { view } = this.#block;
    let bytes = 0;
    for (let at = RECORDS; at < RECORDS + count * RECORD_SIZE; at += RECORD_SIZE) {
      const character = view.getUint16(at + CHARACTER, true);
      if (this.#isTyped(at)) bytes += bytesOf(character, lines) * Math.max(view.getUint16(at + REPEATED, true), 1);
      else if (lines && this.#edits(at)) bytes++;
    }
    return bytes;
  }

  /** Whether a record is a character. One that is typed as a number while Alt is down comes when that is released. */
  #isTyped(at: number): boolean {
    const { view } = this.#block;
    if (view.getUint16(at, true) !== KEY_EVENT || view.getUint16(at + CHARACTER, true) === 0) return false;
    return view.getInt32(at + KEY_DOWN, true) !== 0 || view.getUint16(at + KEY, true) === VK_MENU;
  }

  /** Whether a record is a key that edits the line. */
  #edits(at: number): boolean {
    const { view } = this.#block;
    if (view.getUint16(at, true) !== KEY_EVENT || view.getInt32(at + KEY_DOWN, true) === 0) return false;
    return view.getUint16(at + CHARACTER, true) === 0 && !IDLE_KEYS.has(view.getUint16(at + KEY, true));
  }
}

/** The bytes of a UTF-16 code unit in UTF-8; half of a pair has half of its bytes. */
function bytesOf(unit: number, lines: boolean): number {
  if (unit === CARRIAGE_RETURN && lines) return 2;
  if (unit < 0x80) return 1;
  return unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 2 : 3;
}
