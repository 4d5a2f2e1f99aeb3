/**
 * Runs one job in memory: its folders are loaded first, and what the program has changed is written back only when it has ended. Its
 * clock, which waits, and its randomness are the host's.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesInput, diff, memoryDirectory, memoryWorld, snapshot } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { assemble } from '../../../application/assembly/index.js';
import type { Directory, FileTree } from '../../../domain/index.js';
import type { Job } from '../job.js';

/** A folder, what it held, and the directory that was made of it. */
interface Loaded {
  readonly folder: string;
  readonly before: FileTree;
  readonly directory: Directory;
}

function load(folder: string): Loaded {
  const opened = nodePorts().fileSystem.openPreopen(folder);
  if (typeof opened === 'number') throw new Error(`${folder}: errno ${-opened}`);
  const before = snapshot(opened);
  opened.close();
  return { folder, before, directory: memoryDirectory(before) };
}

function writeBack({ folder, before, directory }: Loaded): void {
  const after = snapshot(directory);
  const { added, changed, removed } = diff(before, after);
  for (const path of [...removed, ...changed]) rmSync(join(folder, path), { recursive: true, force: true });
  for (const path of [...added, ...changed].sort()) {
    const entry = after.get(path);
    const target = join(folder, path);
    if (entry?.kind === 'directory') mkdirSync(target);
    else if (entry?.kind === 'file') writeFileSync(target, entry.content);
    else if (entry?.kind === 'symlink') symlinkSync(entry.target, target);
    else throw new Error(`${path}: cannot be written back`);
  }
}

const job = JSON.parse(process.argv[2] ?? '') as Job;
const [argv0 = '', ...args] = job.argv;
const loaded = Object.entries(job.preopens).map(([guest, folder]) => [guest, load(folder)] as const);
const preopens = Object.fromEntries(loaded.map(([guest, { directory }]) => [guest, directory]));
const host = memoryWorld({ stdin: bytesInput(readFileSync(process.stdin.fd)) });
const runtime = assemble(host.module);
const module = await runtime.compile(readFileSync(job.wasm));
const start = performance.now();
const { exitCode } = await runtime.run(module, { argv0, args, env: job.env ?? {}, preopens });
const time = performance.now() - start;
for (const [, each] of loaded) writeBack(each);
process.stdout.write(host.stdio.stdout.bytes);
process.stderr.write(host.stdio.stderr.bytes);
process.exitCode = exitCode;
process.send?.(time, () => process.disconnect());
