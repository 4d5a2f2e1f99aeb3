/** Runs a program with threads, and reports what came of it. */
import { browserPorts } from '../../adapters/browser/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestTrap } from '../../application/errors.js';
import type { ThreadsJob, ThreadsReport } from './job.js';

/** The globals of a page that are used; the tests are compiled without a browser's types. */
interface Scope {
  readonly Worker: new (url: string, options: { type: 'module' }) => never;
  readonly fetch: (url: string) => Promise<{ arrayBuffer(): Promise<ArrayBuffer> }>;
}

const scope = globalThis as unknown as Scope;

export async function runThreads({ url, scenario }: ThreadsJob): Promise<ThreadsReport> {
  const wasm = await (await scope.fetch(url)).arrayBuffer();
  const output: string[] = [];
  const ports = browserPorts({
    stdout: line => output.push(line),
    stderr: line => output.push(line),
    threads: () => new scope.Worker('/thread.js', { type: 'module' }),
  });
  const runtime = createRuntime(ports);
  const threads = new Set<number>();
  runtime.hostcalls$.subscribe(({ thread }) => threads.add(thread));
  const report = () => ({ output, threads: [...threads].sort() });
  try {
    const { exitCode } = await runtime.run(wasm, { args: [scenario], preopens: { '/': '/' } });
    return { exitCode, ...report() };
  } catch (error) {
    return { failed: error instanceof GuestTrap ? error.text : (error as Error).message, ...report() };
  }
}
