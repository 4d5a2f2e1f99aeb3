import { withoutWarning } from '../node/without-warning.js';
import type * as tracing from './tracing.js';

/** Set by the bundler: `tracing.ts`, as it is built beside this file. */
declare const TRACING_FILE: string;

/** What captures and decodes calls, loaded when calls are first asked for: a program that is not watched starts without it, and without rxjs. */
export function loadTracing(): typeof tracing {
  // Before Node 22.13 it warns that ES modules can be required.
  return withoutWarning(() => process.getBuiltinModule('node:module').createRequire(import.meta.url)(TRACING_FILE));
}
