/** Runs programs in workers of the page, and reports what came of it. */
import { createWorkerPool, runInWorker, type WorkerOutcome } from '../../adapters/browser/index.js';
import type { WorkersJob, WorkersReport } from './job.js';

/** The globals of a page that are used; the tests are compiled without a browser's types. */
interface Scope {
  readonly Worker: new (url: string, options: { type: 'module' }) => never;
  readonly Response: new (body: unknown) => { text(): Promise<string> };
}

const scope = globalThis as unknown as Scope;
const makeWorker = () => new scope.Worker('/runs.js', { type: 'module' });
const IGNORED = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' } as const;

export async function runWorkers({ guests }: WorkersJob): Promise<WorkersReport> {
  const wasm = (name: string) => new Uint8Array(guests[name] as readonly number[]);
  const outcomeOf = (name: string, options: object): Promise<WorkerOutcome> =>
    runInWorker(makeWorker, wasm(name), { ...IGNORED, ...options }).outcome;
  try {
    runInWorker(makeWorker, wasm('exit')).stop();
  } catch (error) {
    return { refused: (error as Error).message };
  }

  const copy = runInWorker(makeWorker, wasm('copy'), { watch: { calls: 'fd_read', status: 'successful' } });
  const errnos: number[] = [];
  copy.hostcalls$.subscribe(({ errno }) => errnos.push(errno));
  const output = new scope.Response(copy.stdout).text();
  const writer = copy.stdin.getWriter();
  await writer.write('Ada');
  await writer.write(new Uint8Array(200_000).fill(46));
  await writer.close();
  const text = await output;

  const pool = createWorkerPool(makeWorker, { size: 2 });
  const pooled = [0, 1, 2, 3, 4, 5].map(i =>
    i === 1 ? pool.run(wasm('compute'), { ...IGNORED, timeout: 20, grace: 20 }) : pool.run(wasm('exit'), IGNORED),
  );
  const report: WorkersReport = {
    copied: {
      begin: text.slice(0, 12),
      length: text.length,
      outcome: await copy.outcome,
      errnos: [...new Set(errnos)],
    },
    stopped: await Promise.all([
      outcomeOf('compute', { timeout: 300 }),
      // Only the program itself can end these.
      outcomeOf('sleep', { timeout: 300, grace: 1e9 }),
      outcomeOf('call', { timeout: 300, grace: 1e9 }),
    ]),
    trapped: await outcomeOf('trap', {}),
    unloadable: await runInWorker(() => new scope.Worker('/missing.js', { type: 'module' }), wasm('exit')).outcome,
    pooled: await Promise.all(pooled.map(({ outcome }) => outcome)),
  };
  await pool.close();
  return report;
}
