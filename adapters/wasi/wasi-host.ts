import { fsHostCalls, fsPorts } from '../../api/node-fs.js';
import type { Interceptors } from '../../application/interception/index.js';
import type { Guest } from '../../application/runtime/index.js';
import { type GuestTrace, LazyGuestTrace } from '../../application/tracing/index.js';
import type { Ports, Stream } from '../../domain/index.js';
import { type Direction, NodeClocks, NodeProcess, streamFromHost } from '../node/index.js';
import { loadTracing } from './load-tracing.js';

/** What guests are surrounded by. */
export interface WASIHost {
  /** What stands between guests and their hostcalls, within that of the options. */
  readonly interceptors: readonly Interceptors[];
  /** A guest's ports, of which `process` is of no other guest. */
  ports(): Ports;
  /** A standard stream of a guest, on a descriptor of this process. */
  streamOn(fd: number, direction: Direction): Stream;
  /** A guest's part in a trace. */
  traceFor(ports: Ports): GuestTrace;
  /**
   * Calls a guest's `_start` or `_initialize`, and throws what it throws.
   * @param isCommand it is `_start`
   */
  run(guest: Guest, exported: () => unknown, isCommand: boolean): void;
}

/** This process, where guests are traced once their calls are asked for. */
export const plainHost: WASIHost = {
  interceptors: [],
  // As with node:wasi, MONOTONIC is the host's: a guest in several threads has a WASI in each, and compares what they tell.
  ports: () => ({ ...fsPorts(), clocks: new NodeClocks(0), process: new NodeProcess() }),
  streamOn: (fd, direction) => streamFromHost(fd, direction, fsHostCalls()),
  traceFor: ({ engine }) =>
    new LazyGuestTrace(() => {
      const { EventRecord, HubGuestTrace, TraceHub } = loadTracing();
      return new HubGuestTrace(new TraceHub(EventRecord, {}, engine));
    }),
  run(guest, exported) {
    try {
      exported();
    } catch (thrown) {
      guest.settle();
      throw thrown;
    }
  },
};

let current = plainHost;

/** What the guests of this thread are surrounded by. */
export function guestHost(): WASIHost {
  return current;
}

/** Has the guests of this thread that are made from now on surrounded by something else: a trace of all of them. */
export function surroundGuests(host: WASIHost): void {
  current = host;
}
