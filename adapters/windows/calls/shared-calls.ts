import { FfiChoice, type FfiName } from '../../system/index.js';
import { type WinsockCalls, winsockCalls } from '../sockets/winsock-calls.js';
import { StreamCalls } from './stream-calls.js';
import { type WindowsCalls, windowsCalls } from './windows-calls.js';

/** The calls that the streams, the sockets and the waiting of one set of ports make. */
export class SharedCalls extends FfiChoice<WindowsCalls> {
  #streams: StreamCalls | undefined;

  /** @param name the only FFI to use. Default: the first that can be used */
  constructor(name?: FfiName) {
    super(windowsCalls, name);
  }

  /** undefined if there is no FFI. */
  get streams(): StreamCalls | undefined {
    const { calls } = this;
    if (calls !== undefined) this.#streams ??= new StreamCalls(calls);
    return this.#streams;
  }

  /** Those of Winsock, or why they cannot be had: a clause with the FFI as its subject. */
  get sockets(): WinsockCalls | string {
    const { calls } = this;
    return calls === undefined ? this.reasons.join('; ') : winsockCalls(calls);
  }
}
