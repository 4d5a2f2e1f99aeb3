import { type FfiName, ffiNames } from './ffi.js';
import { type SocketCalls, socketCalls } from './sockets/socket-calls.js';
import { StreamCalls } from './stream-calls.js';
import { type SystemCalls, systemCalls } from './system-calls.js';

/** The calls that the streams, the sockets and the waiting of one set of ports make. An FFI is loaded when they are first asked for. */
export class SharedCalls {
  readonly #names: readonly FfiName[];
  /** null until it is known. */
  #calls: SystemCalls | undefined | null = null;
  #streams: StreamCalls | undefined;
  #reasons: readonly string[] = [];

  /** @param name the only FFI to use. Default: the first that can be used */
  constructor(name?: FfiName) {
    this.#names = name === undefined ? ffiNames : [name];
  }

  /** Whether it has been found out which FFI there is. */
  get loaded(): boolean {
    return this.#calls !== null;
  }

  /** Why there is no FFI, for each that there could be. */
  get reasons(): readonly string[] {
    return this.calls === undefined ? this.#reasons : [];
  }

  /** undefined if there is no FFI. */
  get calls(): SystemCalls | undefined {
    if (this.#calls !== null) return this.#calls;
    const reasons: string[] = [];
    this.#calls = undefined;
    for (const name of this.#names) {
      const found = systemCalls(name);
      if (typeof found !== 'string') {
        this.#calls = found;
        break;
      }
      reasons.push(`${name} ${found}`);
    }
    this.#reasons = reasons;
    return this.#calls;
  }

  /** undefined if there is no FFI. */
  get streams(): StreamCalls | undefined {
    const { calls } = this;
    if (calls !== undefined) this.#streams ??= new StreamCalls(calls);
    return this.#streams;
  }

  /** undefined if there is no FFI, or none that can make sockets. */
  get sockets(): SocketCalls | undefined {
    const { calls } = this;
    const sockets = calls === undefined ? undefined : socketCalls(calls);
    return typeof sockets === 'string' ? undefined : sockets;
  }
}
