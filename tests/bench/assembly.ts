import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { deterministicWorld, memoryPorts, memoryWorld } from '../../adapters/memory/index.js';
import { nodeHost } from '../../api/node.js';
import { assemble, createRuntime } from '../../application/assembly/index.js';
import { lowerQuartile } from './measure.js';
import { table } from './report.js';

/** Milliseconds. */
const TARGET = 5;
const WARM_ROUNDS = 200;

/** Ways to a runtime: the presets, and one without inversify. */
export const ways = {
  'assemble(nodeHost())': () => assemble(nodeHost()),
  'assemble(memoryWorld().module)': () => assemble(memoryWorld().module),
  'assemble(deterministicWorld().module)': () => assemble(deterministicWorld(1, '2026-01-01T00:00:00Z').module),
  'createRuntime(memoryPorts())': () => createRuntime(memoryPorts()),
} as const;

const firstAssembly = fileURLToPath(new URL('./first-assembly.js', import.meta.url));

/**
 * What it takes to assemble a runtime: the first one of a process, after everything is loaded, and further ones.
 * @param times in how many processes
 * @returns a table of lower quartiles
 */
export function reportAssembly(times: number): string {
  const names = Object.keys(ways) as (keyof typeof ways)[];
  const firsts = names.map(() => [] as number[]);
  for (let time = 0; time < times; time++) {
    for (const [at, name] of names.entries()) firsts[at]?.push(firstOf(name));
  }
  const warm = names.map(() => [] as number[]);
  for (let round = 0; round < WARM_ROUNDS; round++) {
    for (const [at, name] of names.entries()) warm[at]?.push(timeOf(ways[name]));
  }
  const lines = names.map((name, at) => {
    const [first, again] = [firsts, warm].map(samples => lowerQuartile(samples[at] ?? []));
    return [name, first?.toFixed(2) ?? '', again?.toFixed(3) ?? '', (first ?? 0) <= TARGET ? 'ok' : 'over'];
  });
  return table([['', 'first ms', 'warm ms', `≤ ${TARGET}`], ...lines]);
}

/** Milliseconds that something takes. */
export function timeOf(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds of the first assembly in a process of its own. */
function firstOf(name: string): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [firstAssembly, name], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${name}: exited with ${status}\n${stderr}`);
  return Number(stdout);
}
