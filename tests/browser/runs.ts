/** The module of a worker that runs programs. */
import { browserPorts, serveRuns } from '../../adapters/browser/index.js';
import { createRuntime } from '../../application/assembly/index.js';

serveRuns(() => createRuntime(browserPorts()));
