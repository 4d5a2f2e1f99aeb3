import type { MemoryArea } from '../../../application/inspection/index.js';

/** A byte of the guest's memory, as a call knows it. */
export interface MemoryByte {
  readonly address: number;
  /** undefined if it is not known. */
  readonly value: number | undefined;
  /** The innermost area that it is in; undefined between areas. */
  readonly area: MemoryArea | undefined;
}

/** Areas that lie near each other, as one stretch of memory. */
export interface Stretch {
  readonly from: number;
  /** Behind the last byte. */
  readonly to: number;
  readonly areas: readonly MemoryArea[];
}

/** Areas with fewer bytes between them are shown in one piece. */
const NEAR = 32;

/** The stretches of memory that areas lie in, by their addresses. */
export function stretchesOf(areas: readonly MemoryArea[]): Stretch[] {
  const sorted = areas.filter(({ length }) => length > 0).sort((a, b) => a.address - b.address);
  const stretches: { from: number; to: number; areas: MemoryArea[] }[] = [];
  for (const area of sorted) {
    const end = area.address + area.length;
    const last = stretches.at(-1);
    if (last !== undefined && area.address <= last.to + NEAR) {
      last.to = Math.max(last.to, end);
      last.areas.push(area);
    } else stretches.push({ from: area.address, to: end, areas: [area] });
  }
  return stretches;
}

/** A byte of a stretch. Where areas overlap, it belongs to the one that knows it, and to the innermost. */
export function byteAt({ areas }: Stretch, address: number): MemoryByte {
  let found: MemoryByte = { address, value: undefined, area: undefined };
  for (const area of areas) {
    const inner = innermost(area, address);
    if (inner === undefined) continue;
    const value = valueIn(area, address) ?? valueIn(inner, address);
    if (found.area === undefined || (found.value === undefined && value !== undefined))
      found = { address, value, area: inner };
  }
  return found;
}

/** The area of a path, among areas and their parts. */
export function areaNamed(areas: readonly MemoryArea[], path: string): MemoryArea | undefined {
  for (const area of areas) {
    if (area.path === path) return area;
    const inner = areaNamed(area.children, path);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function covers({ address, length }: MemoryArea, at: number): boolean {
  return at >= address && at < address + length;
}

function innermost(area: MemoryArea, address: number): MemoryArea | undefined {
  if (!covers(area, address)) return undefined;
  for (const child of area.children) {
    const inner = innermost(child, address);
    if (inner !== undefined) return inner;
  }
  return area;
}

function valueIn({ address, bytes }: MemoryArea, at: number): number | undefined {
  return bytes?.[at - address];
}

/** A byte as text: printable ASCII, else a dot. */
export function byteText(value: number): string {
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.';
}
