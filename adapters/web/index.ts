/**
 * The outside world as far as every JavaScript host has it by the same standards: WebAssembly, `performance`, Web Crypto, `Atomics`. Nothing
 * here knows a platform, nothing is bound, and it is not an entry point: adapters whose platform follows the standard build on it.
 */
export { block, blockOn, mayBlock } from './blocking.js';
export { StandardClocks } from './clocks.js';
export { decodeAnyUtf8 } from './decode-any-utf8.js';
export { StandardEngine } from './engine.js';
export { globals } from './globals.js';
export { StandardProcess } from './process.js';
export { StandardRandom } from './random.js';
export { Realtime } from './realtime.js';
export { SharedSignal, SignalHandle } from './shared-signal.js';
export { isStackOverflow } from './stack-overflow.js';
export { StandardThreads } from './threads.js';
export { throwLater } from './throw-later.js';
export { StandardWaiting } from './waiting.js';
