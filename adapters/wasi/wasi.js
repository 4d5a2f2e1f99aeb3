"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.WASI = void 0;
const index_js_1 = require("../../application/index.js");
const index_js_2 = require("../node/index.js");
const node_errors_js_1 = require("./node-errors.js");
const wasi_options_js_1 = require("./wasi-options.js");
/**
 * Closes what a guest has left open once neither its `WASI` nor its instance can be reached. Watched is the guest's own `Process` port: its
 * hostcalls hold it as long as they can be called, and its descriptors do not.
 */
const abandoned = new FinalizationRegistry(closeAll);
function closeAll(descriptors) {
    for (const [fd, { resource }] of descriptors) {
        descriptors.remove(fd);
        resource.close();
    }
}
/** Ends this process in place of the guest, as node:wasi does without `returnOnExit`. */
const exitProcess = {
    proc_exit: ({ args }) => process.exit(args.rval),
};
/**
 * WASI for one instance of a module, with the interface of node:wasi's class.
 *
 * Source: Node's documentation of `wasi`, and lib/wasi.js.
 */
class WASI {
    /** The hostcalls, to be passed as an import; they may be replaced before. */
    wasiImport;
    #checked;
    #runtime;
    #guest;
    #started = false;
    /** @throws what node:wasi throws: `ERR_INVALID_ARG_TYPE` and so on, `UVWASI_ENOENT` for a directory that is missing */
    constructor(options = {}) {
        const ports = { ...(0, index_js_2.nodePorts)(), process: new index_js_2.NodeProcess() };
        this.#checked = (0, wasi_options_js_1.checkOptions)(options, ports.fileSystem);
        const { module, returnOnExit, program } = this.#checked;
        const interceptors = [...(returnOnExit ? [] : [exitProcess]), ...(options.interceptors ?? [])];
        this.#runtime = (0, index_js_1.createRuntime)(ports, { interceptors });
        this.#guest = this.#runtime.createImports(program);
        this.wasiImport = { ...this.#guest.imports[module] };
        abandoned.register(ports.process, this.#guest.descriptors, this.#guest);
    }
    /** Extra: every finished hostcall of the guest, delivered inside the call. */
    get hostcalls$() {
        return this.#runtime.hostcalls$;
    }
    /** An import object that has nothing but the hostcalls. */
    getImportObject() {
        return { [this.#checked.module]: this.wasiImport };
    }
    /**
     * Tells which instance the hostcalls are for. `start` and `initialize` do it by themselves.
     * @param options the memory, for an instance that does not export it as `memory`
     * @throws `ERR_WASI_ALREADY_STARTED`, `ERR_INVALID_ARG_TYPE`
     */
    finalizeBindings(instance, options = {}) {
        if (this.#started)
            throw (0, node_errors_js_1.alreadyStarted)();
        const exports = exportsOf(instance);
        const { memory = exports.memory } = options;
        if (!isMemory(memory))
            throw (0, node_errors_js_1.noMemory)();
        this.#guest.attach(memory);
        this.#started = true;
    }
    /**
     * Runs a command: calls its `_start`.
     * @returns what the guest gave to proc_exit, as a signed number of 32 bits, else 0
     * @throws what the guest throws: a `WebAssembly.RuntimeError` for a trap; and as `finalizeBindings`
     */
    start(instance) {
        this.finalizeBindings(instance);
        const exports = exportsOf(instance);
        const { _start, _initialize } = exports;
        (0, node_errors_js_1.requireFunction)(_start, 'instance.exports._start');
        (0, node_errors_js_1.requireUndefined)(_initialize, 'instance.exports._initialize');
        const exitCode = this.#run(_start);
        if (Object.values(exports).filter(item => typeof item === 'function').length === 1)
            this.close();
        return exitCode;
    }
    /**
     * Prepares a reactor: calls its `_initialize` if it has one.
     * @throws as `start`
     */
    initialize(instance) {
        this.finalizeBindings(instance);
        const { _start, _initialize } = exportsOf(instance);
        (0, node_errors_js_1.requireUndefined)(_start, 'instance.exports._start');
        if (_initialize === undefined)
            return;
        (0, node_errors_js_1.requireFunction)(_initialize, 'instance.exports._initialize');
        this.#run(_initialize);
    }
    /**
     * Extra: closes the guest's descriptors now. It is done without being asked when `start` has run a program of which nothing else can be
     * called, and else when neither this object nor the instance is in use any more.
     */
    close() {
        abandoned.unregister(this.#guest);
        this.#guest.close();
    }
    #run(exported) {
        try {
            exported();
            return 0;
        }
        catch (thrown) {
            const { exitCode } = this.#guest;
            if (exitCode === undefined)
                throw thrown;
            if (!this.#checked.returnOnExit)
                process.exit(exitCode);
            return exitCode | 0;
        }
    }
}
exports.WASI = WASI;
/** @throws `ERR_INVALID_ARG_TYPE` for what is no instance */
function exportsOf(instance) {
    (0, node_errors_js_1.requireObject)(instance, 'instance');
    (0, node_errors_js_1.requireObject)(instance.exports, 'instance.exports');
    return instance.exports;
}
/** By its tag: a memory may come from another realm. */
function isMemory(value) {
    return Object.prototype.toString.call(value) === '[object WebAssembly.Memory]';
}
