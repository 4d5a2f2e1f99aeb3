import type { StackFrame } from '../../../domain/index.js';
import type { GuestSymbols } from '../../modules/index.js';
import { escapedText } from '../../text/index.js';

const hex = (value: number) => `0x${value.toString(16)}`;

/** The name of a function: of its module, else of the engine, else its index. */
export function frameName(frame: StackFrame, symbols: GuestSymbols | undefined): string {
  const { index } = frame;
  const known = index === undefined ? undefined : symbols?.nameOf(index);
  return known ?? frame.function ?? (index === undefined ? '' : `wasm-function[${index}]`);
}

/** A function that was being called, as a person is to read it. */
export interface NamedFrame extends StackFrame {
  readonly function: string;
  /** Where in the function it is, in bytes from the function's beginning; undefined where that is not known. */
  readonly functionOffset?: number;
}

/** A frame with the name and the place that its module gives it. */
export function namedFrame(frame: StackFrame, symbols: GuestSymbols | undefined): NamedFrame {
  const { index, offset } = frame;
  const start = index === undefined ? undefined : symbols?.startOf(index);
  const isKnown = offset !== undefined && start !== undefined && offset >= start;
  return { ...frame, function: frameName(frame, symbols), ...(isKnown && { functionOffset: offset - start }) };
}

function frameLine(frame: StackFrame, symbols: GuestSymbols | undefined): string {
  const { function: name, offset, functionOffset } = namedFrame(frame, symbols);
  const within = functionOffset === undefined ? '' : `+${hex(functionOffset)}`;
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
