/**
 * The structs of preview1 as they lie in the guest's memory: name, offset and type of each field. Everything that stores, reads,
 * prints or documents a struct works from these.
 *
 * Source: the layout rules of the preview1 interface description (little-endian, natural alignment). All fields are unsigned unless said.
 */
import type { EnumKind, FlagKind } from './flags.js';

/** A field's scalar type. `u16` and narrower are zero-extended. */
export type Scalar = 'u8' | 'u16' | 'u32' | 'u64';

/** One field of a struct. */
export interface Field {
  readonly name: string;
  readonly offset: number;
  readonly type: Scalar;
  /** What the number means, where it is more than a number. */
  readonly as?: EnumKind | FlagKind | 'errno' | 'fd' | 'rights' | 'timestamp' | 'userdata' | 'pointer' | 'cookie';
}

/** A struct: its size in bytes and its fields in order. */
export interface Layout {
  readonly size: number;
  readonly align: number;
  readonly fields: readonly Field[];
}

export const layouts = {
  iovec: {
    size: 8,
    align: 4,
    fields: [
      { name: 'buf', offset: 0, type: 'u32', as: 'pointer' },
      { name: 'buf_len', offset: 4, type: 'u32' },
    ],
  },
  prestat: {
    size: 8,
    align: 4,
    fields: [
      { name: 'tag', offset: 0, type: 'u8' },
      { name: 'pr_name_len', offset: 4, type: 'u32' },
    ],
  },
  fdstat: {
    size: 24,
    align: 8,
    fields: [
      { name: 'fs_filetype', offset: 0, type: 'u8', as: 'filetype' },
      { name: 'fs_flags', offset: 2, type: 'u16', as: 'fdflags' },
      { name: 'fs_rights_base', offset: 8, type: 'u64', as: 'rights' },
      { name: 'fs_rights_inheriting', offset: 16, type: 'u64', as: 'rights' },
    ],
  },
  filestat: {
    size: 64,
    align: 8,
    fields: [
      { name: 'dev', offset: 0, type: 'u64' },
      { name: 'ino', offset: 8, type: 'u64' },
      { name: 'filetype', offset: 16, type: 'u8', as: 'filetype' },
      { name: 'nlink', offset: 24, type: 'u64' },
      { name: 'size', offset: 32, type: 'u64' },
      { name: 'atim', offset: 40, type: 'u64', as: 'timestamp' },
      { name: 'mtim', offset: 48, type: 'u64', as: 'timestamp' },
      { name: 'ctim', offset: 56, type: 'u64', as: 'timestamp' },
    ],
  },
  dirent: {
    size: 24,
    align: 8,
    fields: [
      { name: 'd_next', offset: 0, type: 'u64', as: 'cookie' },
      { name: 'd_ino', offset: 8, type: 'u64' },
      { name: 'd_namlen', offset: 16, type: 'u32' },
      { name: 'd_type', offset: 20, type: 'u8', as: 'filetype' },
    ],
  },
  subscription: {
    size: 48,
    align: 8,
    fields: [
      { name: 'userdata', offset: 0, type: 'u64', as: 'userdata' },
      { name: 'tag', offset: 8, type: 'u8', as: 'eventtype' },
      { name: 'clock.id', offset: 16, type: 'u32', as: 'clockid' },
      { name: 'clock.timeout', offset: 24, type: 'u64', as: 'timestamp' },
      { name: 'clock.precision', offset: 32, type: 'u64', as: 'timestamp' },
      { name: 'clock.flags', offset: 40, type: 'u16', as: 'subclockflags' },
      { name: 'fd_readwrite.fd', offset: 16, type: 'u32', as: 'fd' },
    ],
  },
  event: {
    size: 32,
    align: 8,
    fields: [
      { name: 'userdata', offset: 0, type: 'u64', as: 'userdata' },
      { name: 'error', offset: 8, type: 'u16', as: 'errno' },
      { name: 'type', offset: 10, type: 'u8', as: 'eventtype' },
      { name: 'fd_readwrite.nbytes', offset: 16, type: 'u64' },
      { name: 'fd_readwrite.flags', offset: 24, type: 'u16', as: 'eventrwflags' },
    ],
  },
} as const satisfies Record<string, Layout>;

/** The name of a struct. */
export type LayoutName = keyof typeof layouts;
