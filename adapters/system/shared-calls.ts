import type { FfiName } from './ffi.js';
import { FfiChoice } from './ffi-choice.js';
import { type LinuxSocketCalls, linuxSocketCalls } from './sockets/linux-socket-calls.js';
import { StreamCalls } from './stream-calls.js';
import { type SystemCalls, systemCalls } from './system-calls.js';

/** The calls that the streams, the sockets and the waiting of one set of ports make. */
export class SharedCalls extends FfiChoice<SystemCalls> {
  #streams: StreamCalls | undefined;

  /** @param name the only FFI to use. Default: the first that can be used */
  constructor(name?: FfiName) {
    super(systemCalls, name);
  }

  /** undefined if there is no FFI. */
  get streams(): StreamCalls | undefined {
    const { calls } = this;
    if (calls !== undefined) this.#streams ??= new StreamCalls(calls);
    return this.#streams;
  }

  /** undefined if there is no FFI, or none that can make sockets. */
  get sockets(): LinuxSocketCalls | undefined {
    const { calls } = this;
    const sockets = calls === undefined ? undefined : linuxSocketCalls(calls);
    return typeof sockets === 'string' ? undefined : sockets;
  }
}
