"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.requireObject = requireObject;
exports.requireArray = requireArray;
exports.requireBoolean = requireBoolean;
exports.requireString = requireString;
exports.requireFunction = requireFunction;
exports.requireUndefined = requireUndefined;
exports.requireDescriptor = requireDescriptor;
exports.unsupportedVersion = unsupportedVersion;
exports.noMemory = noMemory;
exports.alreadyStarted = alreadyStarted;
exports.cannotBegin = cannotBegin;
const node_util_1 = require("node:util");
const index_js_1 = require("../../application/index.js");
function withCode(error, code) {
    Object.defineProperty(error, 'toString', {
        value: () => `${error.name} [${code}]: ${error.message}`,
        configurable: true,
        writable: true,
    });
    return Object.assign(error, { code });
}
/** How Node tells what it received. */
function received(value) {
    if (value === undefined || value === null)
        return `Received ${value}`;
    if (typeof value === 'function')
        return `Received function ${value.name}`;
    if (typeof value === 'object') {
        const name = value.constructor?.name;
        return name ? `Received an instance of ${name}` : `Received ${(0, node_util_1.inspect)(value, { depth: -1 })}`;
    }
    if (typeof value !== 'string')
        return `Received type ${typeof value} (${(0, node_util_1.inspect)(value)})`;
    const shown = value.length > 28 ? `${value.slice(0, 25)}...` : value;
    return `Received type string (${shown.includes("'") ? JSON.stringify(shown) : `'${shown}'`})`;
}
/** `ERR_INVALID_ARG_TYPE`. */
function wrongType(name, expected, value) {
    const what = name.includes('.') ? 'property' : 'argument';
    return withCode(new TypeError(`The "${name}" ${what} must be ${expected}. ${received(value)}`), 'ERR_INVALID_ARG_TYPE');
}
/** `ERR_OUT_OF_RANGE`. */
function outOfRange(name, range, value) {
    return withCode(new RangeError(`The value of "${name}" is out of range. It must be ${range}. Received ${(0, node_util_1.inspect)(value)}`), 'ERR_OUT_OF_RANGE');
}
/** @throws `ERR_INVALID_ARG_TYPE` for what is no plain object */
function requireObject(value, name) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw wrongType(name, 'of type object', value);
}
/** @throws `ERR_INVALID_ARG_TYPE` for what is no array */
function requireArray(value, name) {
    if (!Array.isArray(value))
        throw wrongType(name, 'an instance of Array', value);
}
/** @throws `ERR_INVALID_ARG_TYPE` for what is no boolean */
function requireBoolean(value, name) {
    if (typeof value !== 'boolean')
        throw wrongType(name, 'of type boolean', value);
}
/** @throws `ERR_INVALID_ARG_TYPE` for what is no string */
function requireString(value, name) {
    if (typeof value !== 'string')
        throw wrongType(name, 'of type string', value);
}
/** @throws `ERR_INVALID_ARG_TYPE` for what is no function */
function requireFunction(value, name) {
    if (typeof value !== 'function')
        throw wrongType(name, 'of type function', value);
}
/** @throws `ERR_INVALID_ARG_TYPE` for anything */
function requireUndefined(value, name) {
    if (value !== undefined)
        throw wrongType(name, 'undefined', value);
}
/** @throws `ERR_INVALID_ARG_TYPE`, `ERR_OUT_OF_RANGE` for what is no descriptor of the host's */
function requireDescriptor(value, name) {
    if (typeof value !== 'number')
        throw wrongType(name, 'of type number', value);
    if (!Number.isInteger(value))
        throw outOfRange(name, 'an integer', value);
    if (value < 0 || value > 0x7fffffff)
        throw outOfRange(name, '>= 0 && <= 2147483647', value);
}
/** `ERR_INVALID_ARG_VALUE` for a version of WASI. */
function unsupportedVersion(value) {
    return withCode(new TypeError(`The property 'options.version' unsupported WASI version. Received ${(0, node_util_1.inspect)(value)}`), 'ERR_INVALID_ARG_VALUE');
}
/** `ERR_INVALID_ARG_TYPE` for a memory that is none; not one of Node's own errors, but one of its native code. */
function noMemory() {
    const error = new TypeError('"instance.exports.memory" property must be a WebAssembly.Memory object');
    return Object.assign(error, { code: 'ERR_INVALID_ARG_TYPE' });
}
/** `ERR_WASI_ALREADY_STARTED`. */
function alreadyStarted() {
    return withCode(new Error('WASI instance has already started'), 'ERR_WASI_ALREADY_STARTED');
}
/**
 * What Node throws when its WASI library cannot begin: code `UVWASI_` and the errno's name.
 * @param errno positive
 * @param what which option it is about; Node does not say
 */
function cannotBegin(errno, what) {
    const code = `UVWASI_${(0, index_js_1.errnoName)(errno)}`;
    return Object.assign(new Error(`${code}, uvwasi_init: ${what}`), { errno, code, syscall: 'uvwasi_init' });
}
