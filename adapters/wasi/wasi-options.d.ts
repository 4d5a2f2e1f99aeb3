import { type Directory, type FileSystem, type Interceptors, PREVIEW1, type PreopenOptions, type ProgramOptions, UNSTABLE } from '../../application/index.js';
/** What `new WASI()` takes: node:wasi's options, and two extras. */
export interface WASIOptions {
    /** Which WASI the module imports: `wasi_snapshot_preview1` or `wasi_unstable`. */
    readonly version: 'preview1' | 'unstable';
    /** argv, the program's own name first. Default: none. */
    readonly args?: readonly string[] | undefined;
    /** Environment variables by name; those that are undefined are left out. Default: none. */
    readonly env?: Readonly<Record<string, string | undefined>> | undefined;
    /** Host paths by guest path. Extra: a directory of any adapter in place of a host path. */
    readonly preopens?: Readonly<Record<string, string | Directory | PreopenOptions>> | undefined;
    /** Whether proc_exit ends the guest, and `start` returns the code (the default); or else this process. */
    readonly returnOnExit?: boolean | undefined;
    /** Descriptors of this process. Default: 0, 1 and 2. */
    readonly stdin?: number | undefined;
    readonly stdout?: number | undefined;
    readonly stderr?: number | undefined;
    /** Extra: what stands between the guest and its hostcalls; the last one sees a call first. */
    readonly interceptors?: readonly Interceptors[] | undefined;
}
/** Options that have been checked. */
export interface CheckedOptions {
    /** The module the guest imports from. */
    readonly module: typeof PREVIEW1 | typeof UNSTABLE;
    readonly returnOnExit: boolean;
    readonly program: ProgramOptions;
}
/**
 * Checks options in Node's order, and opens what they name.
 * @throws what node:wasi throws; nothing stays open then
 */
export declare function checkOptions(options: WASIOptions, fileSystem: FileSystem): CheckedOptions;
