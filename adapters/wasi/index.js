"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.WASI = void 0;
/**
 * The class that `node:wasi` has, on this project's hostcalls: a program written for that one changes an import. It is an entry point over the
 * Node adapter; what is not part of node:wasi's interface is marked as an extra.
 */
var wasi_js_1 = require("./wasi.js");
Object.defineProperty(exports, "WASI", { enumerable: true, get: function () { return wasi_js_1.WASI; } });
