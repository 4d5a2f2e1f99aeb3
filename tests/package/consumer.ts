/**
 * A program that uses each entry point by its types. It is compiled, also by the oldest version of TypeScript for which the declarations are made
 * (`npm run test:nodes`), and never run.
 */
import { readFileSync } from 'node:fs';
import { assemble, Errno, intercept, ofCall, overlay, type ProgramOptions, type Runtime } from 'hostcall';
import { browserWorld } from 'hostcall/browser';
import { memoryDirectory, memoryWorld } from 'hostcall/memory';
import { nodeHost, nodePorts } from 'hostcall/node';
import { instrumentHostcalls } from 'hostcall/opentelemetry';
import { type Directory, DirectoryBase, Open, type Ports } from 'hostcall/ports';
import { type HostcallName, hostcallNames } from 'hostcall/preview1';
import { type Recording, readRecording, replay } from 'hostcall/recording';
import { type ContractTest, directoryContract } from 'hostcall/testing';
import { NdjsonExporter } from 'hostcall/tracing';
import { WASI } from 'hostcall/wasi';

const options: ProgramOptions = {
  args: ['notes.txt'],
  env: { LANG: 'C.UTF-8' },
  preopens: { '/': { directory: './work', readOnly: true }, '/tmp': overlay('./tmp', memoryDirectory()) },
};

/** Watches, intercepts and runs. */
export async function run(): Promise<number> {
  const denying = intercept({
    path_open: (call, proceed) => (call.args.path.endsWith('.key') ? -Errno.EACCES : proceed()),
  });
  const runtime = assemble(nodeHost(), denying);
  runtime
    .watch({ calls: ['fd_read'], status: ['successful'] })
    .pipe(ofCall('fd_read'))
    .subscribe(({ args }) => console.log(args.fd));
  const lines: string[] = [];
  const exporter = new NdjsonExporter(text => lines.push(text), { program: 'program.wasm' });
  runtime.hostcalls$.subscribe(call => exporter.call(call));
  instrumentHostcalls(runtime);
  const { exitCode } = await runtime.run(readFileSync('program.wasm'), options);
  return exitCode;
}

/** Worlds of other kinds. */
export const runtimes: readonly Runtime[] = [assemble(memoryWorld().module), assemble(browserWorld().module)];
export const wasi = new WASI({ version: 'preview1' });

/** An adapter and its tests. */
export const ports: Ports = { ...nodePorts(), fileSystem: { openPreopen: (): Directory => memoryDirectory() } };
export const tests: ContractTest[] = directoryContract(() => ({ directory: memoryDirectory() }), { hardLinks: false });
export const flags: number = Open.READ | Open.CREATE;
export const base: typeof DirectoryBase = DirectoryBase;

/** A recording. */
export const recording = (bytes: Uint8Array): Recording => readRecording(bytes);
export const again: typeof replay = replay;
export const names: readonly HostcallName[] = hostcallNames;
