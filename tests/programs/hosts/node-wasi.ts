/** Runs one job under node:wasi. The measure that the benchmark compares with. */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
import type { Job } from '../job.js';
import { engine } from '../web-assembly.js';

const job = JSON.parse(process.argv[2] ?? '') as Job;
const wasi = new WASI({
  version: 'preview1',
  args: [...job.argv],
  env: { ...job.env },
  preopens: { ...job.preopens },
  returnOnExit: true,
});
const module = await engine.compile(readFileSync(job.wasm));
const start = performance.now();
const instance = await engine.instantiate(module, wasi.getImportObject());
process.exitCode = Number(wasi.start(instance));
process.send?.(performance.now() - start, () => process.disconnect());
