import { Clockid, Eventtype } from '../../domain/index.js';
import { DESCRIPTORS, type NodeWasi, nodeWasi, nodeWasiMemory } from './node-wasi.js';

/** A descriptor of this process that does not wait by itself, and what is waited for at it. */
export interface AwaitedDescriptor {
  readonly fd: number;
  readonly writing: boolean;
}

const SUBSCRIPTION_SIZE = 48;
/** Where events and their number go in the memory. */
const EVENTS = 1024;
const RESULT = 2048;
/** The longest single wait, in nanoseconds. */
const LONGEST = 3600e9;

/** Programs are kept by their descriptors: a guest mostly waits for the same ones. */
const programs = new Map<string, NodeWasi>();
const MANY_PROGRAMS = 16;

/**
 * Waits in the kernel, by way of `node:wasi`, which waits for three descriptors at most. It may return early.
 * @param nanoseconds from now; a part of a millisecond does not count
 * @returns whether it could wait for these descriptors; false at once if not
 */
export function awaitDescriptors(awaited: readonly AwaitedDescriptor[], nanoseconds: number): boolean {
  const fds: number[] = [];
  const events: (readonly [index: number, type: number])[] = [];
  for (const { fd, writing } of awaited) {
    const type = writing ? Eventtype.FD_WRITE : Eventtype.FD_READ;
    let index = fds.indexOf(fd);
    if (index < 0) index = fds.push(fd) - 1;
    if (index === DESCRIPTORS) return false;
    if (!events.some(known => known[0] === index && known[1] === type)) events.push([index, type]);
  }
  const program = programOf(fds);
  if (program === undefined) return false;
  const view = new DataView(nodeWasiMemory());
  new Uint8Array(view.buffer, 0, RESULT).fill(0);
  for (const [i, [index, type]] of events.entries()) {
    view.setUint8(i * SUBSCRIPTION_SIZE + 8, type);
    view.setUint32(i * SUBSCRIPTION_SIZE + 16, index, true);
  }
  let count = events.length;
  if (nanoseconds < Number.POSITIVE_INFINITY) {
    const at = count++ * SUBSCRIPTION_SIZE;
    view.setUint8(at + 8, Eventtype.CLOCK);
    view.setUint32(at + 16, Clockid.MONOTONIC, true);
    view.setBigUint64(at + 24, BigInt(Math.floor(Math.min(nanoseconds, LONGEST))), true);
  }
  return program.poll_oneoff(0, EVENTS, count, RESULT) === 0;
}

function programOf(fds: readonly number[]): NodeWasi | undefined {
  const key = fds.join();
  let program = programs.get(key);
  if (program === undefined) {
    const [first = -1, second = first, third = first] = fds;
    program = nodeWasi(first, second, third);
    if (programs.size === MANY_PROGRAMS) programs.clear();
    if (program !== undefined) programs.set(key, program);
  }
  return program;
}
