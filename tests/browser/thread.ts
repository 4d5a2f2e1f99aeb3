/** The module of a worker that runs threads of programs. */
import { serveThreads } from '../../adapters/browser/index.js';

serveThreads();
