/** The counts of all threads of a process, which the main thread prints: another thread may be ended before it can. */
import { BroadcastChannel, isMainThread, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { METER_BYTES } from '../../../application/tracing/index.js';
import type { KeptCounts } from './kept-counts.js';

const CHANNEL = 'hostcall: counts';

let channel: BroadcastChannel | undefined;
let kept: KeptCounts | undefined;
const memories: SharedArrayBuffer[] = [];

/**
 * Has this thread, the main one, listen for the others. To be called before there are any.
 * @param given where the counts are kept until they are printed
 */
export function collectCounts(given: KeptCounts | undefined): void {
  kept = given;
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = message => {
    add((message as { readonly data: SharedArrayBuffer }).data);
    keepCounts();
  };
  channel.unref();
}

/** Memory that this thread is to count in. */
export function memoryForCounts(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(METER_BYTES);
  if (isMainThread) add(memory);
  else {
    const sender = new BroadcastChannel(CHANNEL);
    sender.postMessage(memory);
    sender.close();
  }
  return memory;
}

/** Has the counts of this process kept for the case that it is ended before it prints them. To be called in the main thread when a guest begins. */
export function keepCounts(): void {
  kept?.begin();
}

function add(memory: SharedArrayBuffer): void {
  memories.push(memory);
  kept?.add(memory);
}

/** The counters of this process's threads. To be called in the main thread just before it prints them: they are not kept longer. */
export function memoriesOfCounts(): readonly SharedArrayBuffer[] {
  kept?.end();
  // The undelivered messages. Node documents this for channels as well, its types do not.
  const port = channel as unknown as MessagePort | undefined;
  while (port !== undefined) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) break;
    memories.push(received.message as SharedArrayBuffer);
  }
  return memories;
}
