"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.checkOptions = checkOptions;
const node_fs_1 = require("node:fs");
const index_js_1 = require("../../application/index.js");
const index_js_2 = require("../node/index.js");
const node_errors_js_1 = require("./node-errors.js");
/**
 * Checks options in Node's order, and opens what they name.
 * @throws what node:wasi throws; nothing stays open then
 */
function checkOptions(options, fileSystem) {
    (0, node_errors_js_1.requireObject)(options, 'options');
    (0, node_errors_js_1.requireString)(options.version, 'options.version');
    const module = moduleOf(options.version);
    if (options.args !== undefined)
        (0, node_errors_js_1.requireArray)(options.args, 'options.args');
    const [argv0 = null, ...args] = (options.args ?? []).map(String);
    if (options.env !== undefined)
        (0, node_errors_js_1.requireObject)(options.env, 'options.env');
    const env = [];
    for (const [name, value] of Object.entries(options.env ?? {})) {
        if (value !== undefined)
            env.push([name, String(value)]);
    }
    if (options.preopens !== undefined)
        (0, node_errors_js_1.requireObject)(options.preopens, 'options.preopens');
    const { stdin = 0, stdout = 1, stderr = 2, returnOnExit = true } = options;
    (0, node_errors_js_1.requireDescriptor)(stdin, 'options.stdin');
    (0, node_errors_js_1.requireDescriptor)(stdout, 'options.stdout');
    (0, node_errors_js_1.requireDescriptor)(stderr, 'options.stderr');
    (0, node_errors_js_1.requireBoolean)(returnOnExit, 'options.returnOnExit');
    const program = {
        argv0,
        args,
        env: Object.fromEntries(env),
        stdin: openStream(stdin, 'read', 'options.stdin'),
        stdout: openStream(stdout, 'write', 'options.stdout'),
        stderr: openStream(stderr, 'write', 'options.stderr'),
        preopens: openPreopens(options.preopens ?? {}, fileSystem),
    };
    return { module, returnOnExit, program };
}
function moduleOf(version) {
    if (version === 'preview1')
        return index_js_1.PREVIEW1;
    if (version === 'unstable')
        return index_js_1.UNSTABLE;
    throw (0, node_errors_js_1.unsupportedVersion)(version);
}
function openStream(fd, direction, option) {
    try {
        (0, node_fs_1.fstatSync)(fd);
    }
    catch (error) {
        throw (0, node_errors_js_1.cannotBegin)(-(0, index_js_2.errnoOf)(error), `${option}: descriptor ${fd} is not open`);
    }
    return (0, index_js_2.streamFromHost)(fd, direction);
}
function openPreopens(given, fileSystem) {
    const preopens = [];
    const opened = [];
    for (const [guestPath, value] of Object.entries(given)) {
        if (typeof value === 'object' && value !== null) {
            preopens.push([guestPath, value]);
            continue;
        }
        const directory = fileSystem.openPreopen(String(value));
        if (typeof directory === 'number') {
            for (const other of opened)
                other.close();
            throw (0, node_errors_js_1.cannotBegin)(-directory, `options.preopens: cannot open ${JSON.stringify(value)}`);
        }
        opened.push(directory);
        preopens.push([guestPath, directory]);
    }
    return Object.fromEntries(preopens);
}
