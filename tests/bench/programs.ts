import { existsSync, rmSync } from 'node:fs';
import { clangProject, compile, link } from '../programs/clang.js';
import { bundle, esbuildProject } from '../programs/esbuild.js';
import { folderWith } from '../programs/folder.js';
import { type Host, type Job, runJob } from '../programs/job.js';
import { pythonScript, script } from '../programs/python.js';
import { lowerQuartile } from './measure.js';
import { table } from './report.js';
import { cli } from './startup.js';

interface Program {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly jobs: (folder: string) => Job[];
  readonly exitCode: number;
}

const programs: readonly Program[] = [
  { name: 'esbuild', files: esbuildProject, jobs: folder => [bundle(folder)], exitCode: 0 },
  {
    name: 'clang, wasm-ld',
    files: clangProject,
    jobs: folder => [compile(folder, 'main'), compile(folder, 'sum'), link(folder, 'main', 'sum')],
    exitCode: 0,
  },
  {
    name: 'CPython, no sleep',
    files: { 'in.txt': 'first\nsecond\n', 'script.py': pythonScript(0) },
    jobs: folder => [script(folder)],
    exitCode: 3,
  },
];

const hosts: readonly Host[] = ['node-wasi', 'command'];

/**
 * Runs the programs under node:wasi and `hostcall run` in turns, each time in a process of its own.
 * @param parent where their folders are made
 * @param times how often each
 * @returns a table of lower quartiles
 */
export async function reportPrograms(parent: string, times: number): Promise<string> {
  if (!existsSync(cli)) return `programs: ${cli} has not been built`;
  const lines: string[][] = [];
  for (const program of programs) {
    const samples = new Map(hosts.map(host => [host, [] as number[]]));
    for (let time = 0; time < times; time++) {
      for (const host of time % 2 === 0 ? hosts : hosts.toReversed()) {
        samples.get(host)?.push(await runOnce(program, host, parent));
      }
    }
    const [theirs = 0, ours = 0] = hosts.map(host => lowerQuartile(samples.get(host) ?? []));
    const ratio = ours / theirs;
    lines.push([program.name, theirs.toFixed(0), ours.toFixed(0), ratio.toFixed(2), '≤ 1', ratio <= 1 ? 'ok' : 'over']);
  }
  return table([['', 'node:wasi ms', 'hostcall run ms', 'ratio', 'target', ''], ...lines]);
}

/** @returns milliseconds, all the program's steps together */
async function runOnce(program: Program, host: Host, parent: string): Promise<number> {
  const folder = folderWith(program.files, parent);
  try {
    let wall = 0;
    for (const job of program.jobs(folder)) {
      const finished = await runJob(host, job);
      if (finished.exitCode !== program.exitCode) {
        throw new Error(`${host}: ${job.argv.join(' ')} exited with ${finished.exitCode}\n${finished.stderr}`);
      }
      wall += finished.wall;
    }
    return wall;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
