import { fillsBuffers, takesBytes } from '../../../domain/index.js';
import { COUNT, checkOptions, type OptionKind, type OptionKinds } from '../../options/index.js';
import type { CallShape } from './call-shape.js';

/** Descriptors by their numbers. */
export type DescriptorSet = 'all' | readonly number[];

/** The descriptors whose bytes are wanted in full. */
export interface DumpedDescriptors {
  /** What fd_read, fd_pread and sock_recv read. */
  readonly read?: DescriptorSet | undefined;
  /** What fd_write, fd_pwrite and sock_send are given. */
  readonly write?: DescriptorSet | undefined;
}

const DESCRIPTORS: OptionKind = {
  expected: "an array of descriptors, or 'all'",
  fits: value => value === 'all' || (Array.isArray(value) && value.every(COUNT.fits)),
};

const kinds: OptionKinds<DumpedDescriptors> = { read: DESCRIPTORS, write: DESCRIPTORS };

/** @throws ConfigurationError for what does not say of which descriptors */
export function checkDumps(dumps: DumpedDescriptors | undefined): void {
  if (dumps !== undefined) checkOptions(dumps, 'dumps', kinds);
}

/**
 * Which of them applies to a hostcall.
 * @returns undefined for a hostcall that moves no bytes through a descriptor
 */
export function dumpedBy({ params }: CallShape, { read, write }: DumpedDescriptors): DescriptorSet | undefined {
  if (params.some(({ kind }) => fillsBuffers(kind))) return read;
  return params.some(({ kind }) => takesBytes(kind)) ? write : undefined;
}

/** Whether a descriptor is one of them. */
export function isDumped(fd: number, set: DescriptorSet): boolean {
  return set === 'all' || set.includes(fd);
}
