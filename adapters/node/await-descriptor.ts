import { Clockid, Eventtype } from '../../domain/index.js';
import { type NodeWasi, nodeWasi, nodeWasiMemory } from './node-wasi.js';

/** A descriptor of this process that does not wait by itself, and what is waited for at it. */
export interface AwaitedDescriptor {
  readonly fd: number;
  readonly writing: boolean;
}

const SUBSCRIPTION_SIZE = 48;
/** Where events and their number go in the memory. */
const EVENTS = 512;
const RESULT = 1024;
/** The longest single wait, in nanoseconds. */
const LONGEST = 3600e9;

/** Programs are kept by their descriptor: a guest mostly waits for the same ones. */
const programs = new Map<number, NodeWasi>();
const MANY_PROGRAMS = 16;

/**
 * Waits in the kernel, by way of `node:wasi`, for one descriptor. (Of several, it would wait until all are ready.) It may return early.
 * @param nanoseconds from now; a part of a millisecond does not count
 * @returns whether it could; false at once if not
 */
export function awaitDescriptor({ fd, writing }: AwaitedDescriptor, nanoseconds: number): boolean {
  const program = programOf(fd);
  if (program === undefined) return false;
  const view = new DataView(nodeWasiMemory());
  new Uint8Array(view.buffer, 0, RESULT).fill(0);
  view.setUint8(8, writing ? Eventtype.FD_WRITE : Eventtype.FD_READ);
  view.setUint8(SUBSCRIPTION_SIZE + 8, Eventtype.CLOCK);
  view.setUint32(SUBSCRIPTION_SIZE + 16, Clockid.MONOTONIC, true);
  view.setBigUint64(SUBSCRIPTION_SIZE + 24, BigInt(Math.floor(Math.min(nanoseconds, LONGEST))), true);
  return program.poll_oneoff(0, EVENTS, 2, RESULT) === 0;
}

function programOf(fd: number): NodeWasi | undefined {
  const known = programs.get(fd);
  if (known !== undefined) return known;
  const program = nodeWasi(fd);
  if (programs.size === MANY_PROGRAMS) programs.clear();
  if (program !== undefined) programs.set(fd, program);
  return program;
}
