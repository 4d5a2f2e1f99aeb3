import { type FfiName, ffiNames } from './ffi.js';

/** The first FFI through which a system can be called. One is loaded when it is first asked for. */
export class FfiChoice<Calls extends object> {
  readonly #names: readonly FfiName[];
  readonly #callsThrough: (name: FfiName) => Calls | string;
  /** null until it is known. */
  #calls: Calls | undefined | null = null;
  #reasons: readonly string[] = [];

  /**
   * @param callsThrough gives the calls through an FFI, or why they cannot be had: a clause with the FFI as its subject
   * @param name the only FFI to use. Default: the first that can be used
   */
  constructor(callsThrough: (name: FfiName) => Calls | string, name?: FfiName) {
    this.#callsThrough = callsThrough;
    this.#names = name === undefined ? ffiNames : [name];
  }

  /** Whether it has been found out which FFI there is. */
  get loaded(): boolean {
    return this.#calls !== null;
  }

  /** undefined if there is no FFI. */
  get calls(): Calls | undefined {
    if (this.#calls !== null) return this.#calls;
    const reasons: string[] = [];
    this.#calls = undefined;
    for (const name of this.#names) {
      const found = this.#callsThrough(name);
      if (typeof found !== 'string') {
        this.#calls = found;
        break;
      }
      reasons.push(`${name} ${found}`);
    }
    this.#reasons = reasons;
    return this.#calls;
  }

  /** Why there is no FFI, or no better one, for each that there could be: clauses such as `koffi is not installed`. */
  get reasons(): readonly string[] {
    void this.calls;
    return this.#reasons;
  }
}
