/** The counts of all threads of a process, which the main thread prints: another thread may be ended before it can. */
import { BroadcastChannel, isMainThread, type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import { METER_BYTES } from '../../../application/tracing/index.js';

const CHANNEL = 'hostcall: counts';

let channel: BroadcastChannel | undefined;
const memories: SharedArrayBuffer[] = [];

/** Has this thread, the main one, listen for the others. To be called before there are any. */
export function collectCounts(): void {
  channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = message => memories.push((message as { readonly data: SharedArrayBuffer }).data);
  channel.unref();
}

/** Memory that this thread is to count in. */
export function memoryForCounts(): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(METER_BYTES);
  if (isMainThread) memories.push(memory);
  else {
    const sender = new BroadcastChannel(CHANNEL);
    sender.postMessage(memory);
    sender.close();
  }
  return memory;
}

/** What the threads of this process count in. To be called in the main thread. */
export function memoriesOfCounts(): readonly SharedArrayBuffer[] {
  // What has not been delivered yet. Node's documentation has this for channels as well, its types do not.
  const port = channel as unknown as MessagePort | undefined;
  while (port !== undefined) {
    const received = receiveMessageOnPort(port);
    if (received === undefined) break;
    memories.push(received.message as SharedArrayBuffer);
  }
  return memories;
}
