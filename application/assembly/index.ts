/** Putting a runtime together. inversify is known here and in adapters' module files, and nowhere else. */
export { assemble, createRuntime } from './assemble.js';
export { Port, portNames } from './tokens.js';
