import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createWorkerPool, type WorkerPool, type WorkerRunOptions } from 'hostcall/node';
import { buildWat } from '../guests/build-wat.js';
import { engine } from '../programs/web-assembly.js';
import { lowerQuartile } from './measure.js';
import { table } from './report.js';

const SETUP = new URL('../adapters/node/worker-setup.js', import.meta.url);
const NODE_WASI = new URL('./node-wasi-program.js', import.meta.url);
const IGNORED: WorkerRunOptions = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' };

/** The number of reported calls, and of programs. */
const CALLS = 100_000;
const PROGRAMS = 100;
/** Rounds of a loop: some milliseconds of work. */
const WORK = 5_000_000;

const guest = (body: string) => `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $i i32) ${body}))`;
const times = (count: number, body: string) =>
  `(loop $again ${body} (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const ${count}))))`;

const FOREVER = {
  computes: '(loop $ever (br $ever))',
  'makes hostcalls': '(loop $ever (drop (call $yield)) (br $ever))',
  sleeps: `(i32.store (i32.const 48) (i32.const 1)) (i64.store (i32.const 56) (i64.const 86400000000000))
    (drop (call $poll (i32.const 32) (i32.const 1024) (i32.const 1) (i32.const 16)))`,
} as const;

const compiled = async (body: string) => engine.compile(await buildWat(guest(body)));

/** Milliseconds that some work takes. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The same of many goes, the lower quartile. */
async function timesOf(goes: number, work: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let go = 0; go < goes; go++) samples.push(await timeOf(work));
  return lowerQuartile(samples);
}

async function runs(pool: WorkerPool, module: object, options: WorkerRunOptions = {}): Promise<void> {
  const { kind } = await pool.run(module as never, { ...IGNORED, ...options }).outcome;
  if (kind !== 'exited') throw new Error(`a program has ${kind}`);
}

async function runsOnNodeWasi(module: object): Promise<void> {
  await once(new Worker(NODE_WASI, { workerData: module }), 'exit');
}

async function processOfNodeWasi(path: string): Promise<void> {
  const [status] = await once(spawn(process.execPath, ['--no-warnings', fileURLToPath(NODE_WASI), path]), 'exit');
  if (status !== 0) throw new Error(`node:wasi has ended with ${status}`);
}

/**
 * Milliseconds from when a program is stopped until its outcome is there.
 * @param grace what it has to stop by itself, in milliseconds; undefined for the default
 */
async function stopping(
  pool: WorkerPool,
  module: object,
  goes: number,
  warmUp: () => Promise<unknown>,
  grace?: number,
): Promise<number> {
  const samples: number[] = [];
  for (let go = 0; go < goes; go++) {
    // Workers that have been ended are replaced, which takes its time.
    await warmUp();
    const run = pool.run(module as never, { ...IGNORED, grace });
    await new Promise(resolve => setTimeout(resolve, 300));
    samples.push(
      await timeOf(() => {
        run.stop();
        return run.outcome;
      }),
    );
  }
  return lowerQuartile(samples);
}

/** Does something so often, as many at once as there are cores. */
async function atOnce(count: number, work: () => Promise<unknown>): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

/**
 * Measures programs in workers against workers and processes with `node:wasi`.
 * @param parent where a file is written
 * @returns tables
 */
export async function reportWorkers(parent: string): Promise<string> {
  const cores = availableParallelism();
  const pool = createWorkerPool(SETUP, { size: cores });
  try {
    const [nothing, works, calls] = await Promise.all([
      compiled(''),
      compiled(times(WORK, '')),
      compiled(times(CALLS, '(drop (call $yield))')),
    ]);
    const warmUp = () => Promise.all(Array.from({ length: 4 * cores }, () => runs(pool, nothing)));
    await warmUp();
    const warm = await timesOf(40, () => runs(pool, nothing));
    const anew = await timesOf(10, () => runsOnNodeWasi(nothing));

    let events = 0;
    const told = await timeOf(async () => {
      const run = pool.run(calls as never, { ...IGNORED, watch: {} });
      run.hostcalls$.subscribe(() => events++);
      await run.outcome;
    });
    const untold = await timeOf(() => runs(pool, calls));

    const path = join(parent, 'works.wasm');
    writeFileSync(path, await buildWat(guest(times(WORK, ''))));
    const many = await timeOf(() => atOnce(PROGRAMS, () => runs(pool, works)));
    const processes = await timeOf(() => atOnce(PROGRAMS, () => processOfNodeWasi(path)));

    const stops: string[][] = [];
    for (const [name, body] of Object.entries(FOREVER)) {
      // One that makes no hostcalls is ended with its worker, after the time that it is given.
      const latency = await stopping(pool, await compiled(body), 5, warmUp, name === 'computes' ? 0 : undefined);
      stops.push([`stop of a program that ${name}`, `${latency.toFixed(1)} ms`]);
    }
    return [
      table([
        ['', 'hostcall ms', 'node:wasi ms', 'ratio'],
        ['a program in a warm pool; a new Worker', warm.toFixed(2), anew.toFixed(1), (warm / anew).toFixed(2)],
        [
          `${PROGRAMS} programs, ${cores} at once; processes`,
          many.toFixed(0),
          processes.toFixed(0),
          (many / processes).toFixed(2),
        ],
      ]),
      table([
        ['events that reach the parent, per second', Math.round(events / (told / 1000)).toLocaleString('en')],
        ['hostcalls per second of which none is told', Math.round(CALLS / (untold / 1000)).toLocaleString('en')],
        ...stops,
      ]),
    ].join('\n\n');
  } finally {
    await pool.close();
  }
}
