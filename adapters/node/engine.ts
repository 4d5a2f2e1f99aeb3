/** Node's WebAssembly is the standard's. */
export { StandardEngine as NodeEngine } from '../standard/engine.js';
