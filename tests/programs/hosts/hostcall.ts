/** Runs one job on this project's runtime, as an embedder would. */
import { readFileSync } from 'node:fs';
import { nodeHost } from '../../../api/node.js';
import { assemble } from '../../../application/assembly/index.js';
import type { Job } from '../job.js';

const job = JSON.parse(process.argv[2] ?? '') as Job;
const [argv0 = '', ...args] = job.argv;
const runtime = assemble(nodeHost());
const module = await runtime.compile(readFileSync(job.wasm));
const start = performance.now();
const { exitCode } = await runtime.run(module, { argv0, args, env: job.env ?? {}, preopens: job.preopens });
process.exitCode = exitCode;
process.send?.(performance.now() - start, () => process.disconnect());
