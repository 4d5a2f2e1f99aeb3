/** Putting a runtime together. inversify is known here, and nowhere else. */
export { assemble } from './assemble.js';
export { checkInterceptors } from './check-settings.js';
export { createRuntime } from './create-runtime.js';
export { hostModule } from './host-module.js';
export { intercept } from './intercept.js';
export { describeModule } from './module-names.js';
export { runProgram } from './run-program.js';
export { interceptorsIdentifier, Port, portNames, traceSettingsIdentifier } from './tokens.js';
export { traceSettings } from './trace-settings.js';
