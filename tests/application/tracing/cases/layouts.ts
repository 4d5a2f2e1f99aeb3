/** What cases lay out in memory, and what lines say of it. */
import type { TracedGuest } from '../traced-guest.js';

export const STRINGS = ['main.wasm', 'two words', 'é\n'];
export const ARGS = Buffer.from(STRINGS.map(text => `${text}\0`).join(''));

export const OUT = 0xff000;
export const FAILED = `= -1 EBADF (Bad file descriptor)`;
export const OOB = '/* out of bounds */';

/** Layouts of two iovecs at 0x100 whose buffers are at 0x200 and 0x300. */
export function iovecs(first: number, second: number): (guest: TracedGuest) => void {
  return guest => guest.u32(0x100, 0x200, first, 0x300, second);
}

export function writes(text: string): (guest: TracedGuest) => void {
  return guest => {
    guest.u32(0x100, 0x200, text.length);
    guest.text(0x200, text);
  };
}

export function paths(...texts: string[]): (guest: TracedGuest) => void {
  return guest => {
    for (const [i, text] of texts.entries()) guest.text(0x200 + i * 0x100, text);
  };
}

export const answers = (at: number, value: number) => (guest: TracedGuest) => guest.u32(at, value);
export const answers64 = (at: number, value: bigint) => (guest: TracedGuest) => guest.u64(at, value);

export function filestat(guest: TracedGuest): void {
  guest.u64(0x800, 64n, 1234n);
  guest.u8(0x810, 4);
  guest.u64(0x818, 1n, 3n, 1_700_000_000_123_456_789n, 1n, 0n);
}
export const FILESTAT = '{filetype=REGULAR_FILE, size=3, ...}';

export function unstableFilestat(guest: TracedGuest): void {
  guest.u64(0x800, 64n, 1234n);
  guest.u8(0x810, 4);
  guest.u32(0x814, 1);
  guest.u64(0x818, 3n, 1_700_000_000_123_456_789n, 1n, 0n);
}

export function subscribeRead(guest: TracedGuest, at: number, userdata: bigint, fd: number): void {
  guest.u64(at, userdata);
  guest.u8(at + 8, 1);
  guest.u32(at + 16, fd);
}

export function subscribeClock(guest: TracedGuest, at: number, clockAt: number, flags: number): void {
  guest.u64(at, 0n);
  guest.u8(at + 8, 0);
  guest.u32(clockAt, 0);
  guest.u64(clockAt + 8, 100_000_000n, 0n);
  guest.u16(clockAt + 24, flags);
}

export function direntry(guest: TracedGuest, at: number, name: string): number {
  guest.u64(at, 1n, 7n);
  guest.u32(at + 16, name.length, 4);
  guest.text(at + 24, name);
  return at + 24 + name.length;
}
