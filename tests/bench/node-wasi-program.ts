/** Runs a program on `node:wasi`: in a worker the module that it is given, in a process the file that its argument names. */
import { readFileSync } from 'node:fs';
import { WASI } from 'node:wasi';
import { workerData } from 'node:worker_threads';
import { engine } from '../programs/web-assembly.js';

const module: object = workerData ?? (await engine.compile(readFileSync(process.argv[2] as string)));
const wasi = new WASI({ version: 'preview1', returnOnExit: true });
const { exports } = await engine.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
wasi.start({ exports });
