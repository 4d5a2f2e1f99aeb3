/** Node's WebAssembly is the standard's. */
export { StandardEngine as NodeEngine } from '../web/engine.js';
