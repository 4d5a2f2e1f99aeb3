/** Putting a runtime together. inversify is known here and in adapters' module files, and nowhere else. */
export { assemble, createRuntime } from './assemble.js';
export { intercept } from './intercept.js';
export { describeModule } from './module-names.js';
export { interceptorsIdentifier, Port, portNames } from './tokens.js';
