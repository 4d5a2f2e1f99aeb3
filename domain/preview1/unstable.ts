/**
 * `wasi_unstable` (preview0) as its differences from `wasi_snapshot_preview1`. Programs built before 2020 import it.
 *
 * Source: the two interface descriptions side by side: the order of `whence`, the width of `nlink` (and so the size of `filestat`),
 * the extra `identifier` of a clock subscription, and `sock_accept`, which came later.
 */
import { type Layout, type LayoutName, layouts } from './layouts.js';

/** Module name under which preview1's hostcalls are imported. */
export const PREVIEW1 = 'wasi_snapshot_preview1';
/** Module name under which preview0's hostcalls are imported. */
export const UNSTABLE = 'wasi_unstable';

/** `whence` of `wasi_unstable` → `whence` of preview1: CUR, END, SET became SET, CUR, END. */
export const whenceFromUnstable: readonly number[] = [1, 2, 0];

/** The structs that differ. */
export const unstableLayouts = {
  filestat: {
    size: 56,
    align: 8,
    fields: [
      { name: 'dev', offset: 0, type: 'u64', text: 'The file system’s device.' },
      { name: 'ino', offset: 8, type: 'u64', text: 'The file’s number on that device.' },
      { name: 'filetype', offset: 16, type: 'u8', as: 'filetype', text: 'What it is.' },
      { name: 'nlink', offset: 20, type: 'u32', text: 'How many names it has.' },
      {
        name: 'size',
        offset: 24,
        type: 'u64',
        text: 'Its size in bytes; of a symbolic link, the length of its target.',
      },
      { name: 'atim', offset: 32, type: 'u64', as: 'timestamp', text: 'When its data were last read.' },
      { name: 'mtim', offset: 40, type: 'u64', as: 'timestamp', text: 'When its data were last changed.' },
      { name: 'ctim', offset: 48, type: 'u64', as: 'timestamp', text: 'When its attributes were last changed.' },
    ],
  },
  subscription: {
    size: 56,
    align: 8,
    fields: [
      { name: 'userdata', offset: 0, type: 'u64', as: 'userdata', text: 'Any number; the event brings it back.' },
      { name: 'tag', offset: 8, type: 'u8', as: 'eventtype', text: 'What to wait for.' },
      { name: 'clock.identifier', offset: 16, type: 'u64', as: 'userdata', text: 'A number for the clock; not used.' },
      { name: 'clock.id', offset: 24, type: 'u32', as: 'clockid', text: 'Which clock.' },
      { name: 'clock.timeout', offset: 32, type: 'u64', as: 'timestamp', text: 'When, or how long, in nanoseconds.' },
      {
        name: 'clock.precision',
        offset: 40,
        type: 'u64',
        as: 'timestamp',
        text: 'How much later will do, in nanoseconds.',
      },
      {
        name: 'clock.flags',
        offset: 48,
        type: 'u16',
        as: 'subclockflags',
        text: 'Whether the timeout is a point in time.',
      },
      { name: 'fd_readwrite.fd', offset: 16, type: 'u32', as: 'fd', text: 'Which descriptor.' },
    ],
  },
} as const satisfies Partial<Record<LayoutName, Layout>>;

/** Which of the two ABIs a guest was built for. */
export type Abi = 'preview1' | 'unstable';

/**
 * The layout of a struct.
 * @param name which struct
 * @param abi for which ABI
 */
export function layoutOf(name: LayoutName, abi: Abi): Layout {
  return abi === 'unstable' && name in unstableLayouts
    ? unstableLayouts[name as keyof typeof unstableLayouts]
    : layouts[name];
}

/** Hostcalls of preview1 that `wasi_unstable` does not have. */
export const notInUnstable: readonly string[] = ['sock_accept'];
