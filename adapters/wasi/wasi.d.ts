import { type Runtime } from '../../application/index.js';
import { type WASIOptions } from './wasi-options.js';
/**
 * WASI for one instance of a module, with the interface of node:wasi's class.
 *
 * Source: Node's documentation of `wasi`, and lib/wasi.js.
 */
export declare class WASI {
    #private;
    /** The hostcalls, to be passed as an import; they may be replaced before. */
    readonly wasiImport: Record<string, (...args: never[]) => unknown>;
    /** @throws what node:wasi throws: `ERR_INVALID_ARG_TYPE` and so on, `UVWASI_ENOENT` for a directory that is missing */
    constructor(options?: WASIOptions);
    /** Extra: every finished hostcall of the guest, delivered inside the call. */
    get hostcalls$(): Runtime['hostcalls$'];
    /** An import object that has nothing but the hostcalls. */
    getImportObject(): Record<string, WASI['wasiImport']>;
    /**
     * Tells which instance the hostcalls are for. `start` and `initialize` do it by themselves.
     * @param options the memory, for an instance that does not export it as `memory`
     * @throws `ERR_WASI_ALREADY_STARTED`, `ERR_INVALID_ARG_TYPE`
     */
    finalizeBindings(instance: object, options?: {
        memory?: object;
    }): void;
    /**
     * Runs a command: calls its `_start`.
     * @returns what the guest gave to proc_exit, as a signed number of 32 bits, else 0
     * @throws what the guest throws: a `WebAssembly.RuntimeError` for a trap; and as `finalizeBindings`
     */
    start(instance: object): number;
    /**
     * Prepares a reactor: calls its `_initialize` if it has one.
     * @throws as `start`
     */
    initialize(instance: object): void;
    /**
     * Extra: closes the guest's descriptors now. It is done without being asked when `start` has run a program of which nothing else can be
     * called, and else when neither this object nor the instance is in use any more.
     */
    close(): void;
}
