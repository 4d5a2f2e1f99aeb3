import { quote } from '../../text/index.js';
import type { CallRecord } from '../../tracing/index.js';
import type { ArgumentNode, MemoryArea } from './memory-area.js';
import type { ValueText } from './value-texts.js';

/** Bytes of a string that a node shows. */
export const SHOWN = 60;

/** A node, and the areas that are not part of another. */
export interface Described {
  readonly node: ArgumentNode;
  readonly areas: readonly MemoryArea[];
}

/** The memory that a call left as it was, for it failed, or that it has written. */
export function writtenBy(call: CallRecord): 'written' | 'unwritten' {
  return call.succeeded ? 'written' : 'unwritten';
}

export const text = (value: string): ValueText => ({ text: value, doc: '', parts: [] });

export function areaOf(
  path: string,
  role: MemoryArea['role'],
  address: number,
  length: number,
  use: MemoryArea['use'],
  bytes: Uint8Array | undefined,
  children: readonly MemoryArea[] = [],
  item?: number,
): MemoryArea {
  return { path, role, address, length, use, bytes, item, children };
}

export function nodeOf(
  path: string,
  name: string,
  value: string,
  doc: string,
  area: MemoryArea | undefined,
  children: readonly ArgumentNode[] = [],
): ArgumentNode {
  return { path, name, value, doc, area, children };
}

export function bytesText(bytes: Uint8Array | undefined, size: number): string {
  return bytes === undefined ? 'unknown' : quote(bytes, size, SHOWN);
}

export const pointerText = (pointer: number) => `0x${pointer.toString(16)}`;
