import * as tracing from './tracing.js';

/** What captures and decodes calls, loaded with everything else. What is built for Node has `load-tracing-later.ts` in place of this file. */
export function loadTracing(): typeof tracing {
  return tracing;
}
