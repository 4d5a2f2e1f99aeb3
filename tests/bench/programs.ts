import { rmSync } from 'node:fs';
import { clangProject, compile, link } from '../programs/clang.js';
import { bundle, esbuildProject } from '../programs/esbuild.js';
import { folderWith } from '../programs/folder.js';
import { type Host, type Job, runJob } from '../programs/job.js';
import { pythonScript, script } from '../programs/python.js';
import { table } from './report.js';

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

const hosts: readonly Host[] = ['node-wasi', 'hostcall'];

/**
 * Runs the programs under both hosts in turns, each time in a process of its own.
 * @param parent where their folders are made
 * @param times how often each
 * @returns a table of medians
 */
export async function reportPrograms(parent: string, times: number): Promise<string> {
  const lines: string[][] = [];
  for (const program of programs) {
    const walls = new Map(hosts.map(host => [host, [] as number[]]));
    const runs = new Map(hosts.map(host => [host, [] as number[]]));
    for (let time = 0; time < times; time++) {
      for (const host of time % 2 === 0 ? hosts : hosts.toReversed()) {
        const { wall, run } = await runOnce(program, host, parent);
        walls.get(host)?.push(wall);
        runs.get(host)?.push(run);
      }
    }
    const [theirs = 0, ours = 0] = hosts.map(host => median(walls.get(host) ?? []));
    const [theirRun = 0, ourRun = 0] = hosts.map(host => median(runs.get(host) ?? []));
    lines.push([
      program.name,
      theirs.toFixed(0),
      ours.toFixed(0),
      (ours / theirs).toFixed(2),
      (ourRun / theirRun).toFixed(2),
      '≤ 1',
      ours <= theirs ? 'ok' : 'over',
    ]);
  }
  return table([['', 'node:wasi ms', 'hostcall ms', 'ratio', 'without compiling', 'target', ''], ...lines]);
}

async function runOnce(program: Program, host: Host, parent: string): Promise<{ wall: number; run: number }> {
  const folder = folderWith(program.files, parent);
  try {
    let wall = 0;
    let run = 0;
    for (const job of program.jobs(folder)) {
      const finished = await runJob(host, job);
      if (finished.exitCode !== program.exitCode) {
        throw new Error(`${host}: ${job.argv.join(' ')} exited with ${finished.exitCode}\n${finished.stderr}`);
      }
      wall += finished.wall;
      run += finished.run;
    }
    return { wall, run };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The middle one. */
export function median(samples: readonly number[]): number {
  return samples.toSorted((a, b) => a - b)[Math.floor(samples.length / 2)] ?? Number.NaN;
}
