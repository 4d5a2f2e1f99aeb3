import type { StackFrame } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import { escapedText } from '../../text/index.js';

const hex = (value: number) => `0x${value.toString(16)}`;

/** What a function is called: by its module, else by the engine, else by its index. */
export function frameName(frame: StackFrame, symbols: GuestSymbols | undefined): string {
  const { index } = frame;
  const known = index === undefined ? undefined : symbols?.nameOf(index);
  return known ?? frame.function ?? (index === undefined ? '' : `wasm-function[${index}]`);
}

function frameLine(frame: StackFrame, symbols: GuestSymbols | undefined): string {
  const { index, offset } = frame;
  const name = frameName(frame, symbols);
  const start = index === undefined ? undefined : symbols?.startOf(index);
  const within = offset === undefined || start === undefined || offset < start ? '' : `+${hex(offset - start)}`;
  const place = offset === undefined ? '' : ` [${hex(offset)}]`;
  return ` > ${escapedText(symbols?.module ?? 'wasm')}(${escapedText(name)}${within})${place}`;
}

/**
 * The lines below a call, or a trap, that show the guest's stack, as strace prints them: ` > module(function+offset in it) [offset in the module]`, the
 * innermost function first.
 */
export function stackLines(frames: readonly StackFrame[], symbols: GuestSymbols | undefined): string[] {
  return frames.map(frame => frameLine(frame, symbols));
}
