/**
 * Errors as `node:wasi` throws them: same class, `code` and message.
 *
 * Source: lib/internal/errors.js and lib/internal/validators.js of Node 20; what it does is compared with them in the tests.
 */
/** An error with a code, as Node's are. */
export type NodeError = Error & {
    readonly code: string;
};
/** @throws `ERR_INVALID_ARG_TYPE` for what is no plain object */
export declare function requireObject(value: unknown, name: string): asserts value is Record<string, unknown>;
/** @throws `ERR_INVALID_ARG_TYPE` for what is no array */
export declare function requireArray(value: unknown, name: string): asserts value is unknown[];
/** @throws `ERR_INVALID_ARG_TYPE` for what is no boolean */
export declare function requireBoolean(value: unknown, name: string): asserts value is boolean;
/** @throws `ERR_INVALID_ARG_TYPE` for what is no string */
export declare function requireString(value: unknown, name: string): asserts value is string;
/** @throws `ERR_INVALID_ARG_TYPE` for what is no function */
export declare function requireFunction(value: unknown, name: string): asserts value is (...args: unknown[]) => unknown;
/** @throws `ERR_INVALID_ARG_TYPE` for anything */
export declare function requireUndefined(value: unknown, name: string): asserts value is undefined;
/** @throws `ERR_INVALID_ARG_TYPE`, `ERR_OUT_OF_RANGE` for what is no descriptor of the host's */
export declare function requireDescriptor(value: unknown, name: string): asserts value is number;
/** `ERR_INVALID_ARG_VALUE` for a version of WASI. */
export declare function unsupportedVersion(value: string): NodeError;
/** `ERR_INVALID_ARG_TYPE` for a memory that is none; not one of Node's own errors, but one of its native code. */
export declare function noMemory(): NodeError;
/** `ERR_WASI_ALREADY_STARTED`. */
export declare function alreadyStarted(): NodeError;
/**
 * What Node throws when its WASI library cannot begin: code `UVWASI_` and the errno's name.
 * @param errno positive
 * @param what which option it is about; Node does not say
 */
export declare function cannotBegin(errno: number, what: string): NodeError;
