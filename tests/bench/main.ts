/** The benchmark: `npm run bench -- --help`. It reports, and never fails because something was slow. */
import { accessSync, constants, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { parseArgs } from 'node:util';
import { LinuxFileSystem, nodePorts, type SystemInterface } from '../../api/node.js';
import { engine } from '../programs/web-assembly.js';
import { reportAssembly } from './assembly.js';
import { benchFolder, type Contender, type Guest, prepareGuest } from './contender.js';
import { bare } from './contenders/bare.js';
import { browserWasiShim } from './contenders/browser-wasi-shim.js';
import { deterministic, hostcall, memory } from './contenders/hostcall.js';
import { nodeWasi } from './contenders/node-wasi.js';
import { reportGrowth } from './growth.js';
import { measure } from './measure.js';
import { benchModule } from './module.js';
import { reportPrograms } from './programs.js';
import { jsonOf, type Measured, reportMemoryRows, reportRows } from './report.js';
import { rows } from './rows.js';
import { reportScale } from './scale.js';
import { reportStartup } from './startup.js';
import { reportTraces } from './traces.js';
import { reportTracing } from './tracing.js';
import { reportWorkers } from './workers.js';

const HELP = `Compares hostcall with node:wasi, @bjorn3/browser_wasi_shim and bare Node calls.

  npm run bench -- [options]        everything but --traces, in about five minutes

  --hostcalls      only the tables of hostcalls, as ratios to node:wasi: on the host, and in memory
  --tracing        only what the trace costs
  --growth         only files and directories in memory that grow
  --assembly       only the assembly of runtimes
  --programs       only whole programs: esbuild, clang, CPython
  --startup        only the command's start-up
  --workers        only programs in workers
  --scale          only great numbers: of files, bytes, levels, runtimes
  --traces         only what writes and reads traces of many calls: time, and memory
  --calls N        so many calls in these (10000000, which takes 10 GB and a quarter of an hour)
  --system NAME    what hostcall reaches files through: koffi, node:ffi or fs (the first that can be used)
  --rows TEXT      of the hostcalls, only rows whose name contains TEXT
  --rounds N       goes for each contender and row (60)
  --json           the hostcalls as JSON: nanoseconds by contender
  --help           this`;

const { values } = parseArgs({
  options: {
    hostcalls: { type: 'boolean', default: false },
    tracing: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    assembly: { type: 'boolean', default: false },
    programs: { type: 'boolean', default: false },
    startup: { type: 'boolean', default: false },
    workers: { type: 'boolean', default: false },
    scale: { type: 'boolean', default: false },
    traces: { type: 'boolean', default: false },
    calls: { type: 'string', default: '10000000' },
    system: { type: 'string' },
    rows: { type: 'string', default: '' },
    rounds: { type: 'string', default: '60' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** A folder in memory where there is one, to measure without the disk. */
function fastFolder(): string {
  try {
    accessSync('/dev/shm', constants.W_OK);
    return '/dev/shm';
  } catch {
    return tmpdir();
  }
}

async function measureRows(module: object, contenders: readonly Contender[], rounds: number): Promise<Measured[]> {
  const guests: Guest[] = [];
  for (const one of contenders) guests.push(await prepareGuest(module, one));
  return rows
    .filter(({ name }) => name.includes(values.rows))
    .map(row => ({ row, timing: measure(row, guests, rounds) }));
}

async function main(): Promise<void> {
  const rounds = Number(values.rounds);
  const system = values.system as SystemInterface | undefined;
  const narrowed = values.rows !== '' || values.json;
  const sections = [
    values.hostcalls,
    values.tracing,
    values.growth,
    values.assembly,
    values.programs,
    values.startup,
    values.workers,
    values.scale,
    values.traces,
  ];
  const all = !(sections.includes(true) || narrowed);
  const module = await engine.compile(await benchModule());
  const parent = fastFolder();
  const folders: string[] = [];
  const folder = () => {
    const made = benchFolder(parent);
    folders.push(made);
    return made;
  };
  try {
    if (all || values.hostcalls || narrowed) {
      // One after the other: a call that has met two adapters is compiled for both, and is slower for either.
      const { fileSystem } = nodePorts({ system });
      const active = fileSystem instanceof LinuxFileSystem ? fileSystem.interface : 'fs';
      const onHost = [nodeWasi(folder()), hostcall(folder(), system), bare(folder()), browserWasiShim()];
      const measured = await measureRows(module, onHost, rounds);
      if (!values.json) console.log(`files through ${active}\n${reportRows(measured, active === 'fs')}`);
      const inMemory = [nodeWasi(folder()), memory(), deterministic(), browserWasiShim()];
      const measuredInMemory = await measureRows(module, inMemory, rounds);
      console.log(values.json ? jsonOf(measured, measuredInMemory) : `\n${reportMemoryRows(measuredInMemory)}`);
    }
    if (all || values.tracing) console.log(`\n${reportTracing(folder(), rounds)}`);
    if (all || values.growth) console.log(`\n${reportGrowth(5)}`);
    if (all || values.assembly) console.log(`\n${reportAssembly(12)}`);
    if (all || values.programs) console.log(`\n${await reportPrograms(parent, 5)}`);
    if (all || values.startup) console.log(`\n${await reportStartup(20)}`);
    if (all || values.workers) console.log(`\n${await reportWorkers(folder())}`);
    if (all || values.scale) console.log(`\n${await reportScale(parent, 3)}`);
    if (values.traces) console.log(`\n${await reportTraces(tmpdir(), Number(values.calls))}`);
  } finally {
    for (const made of folders) rmSync(made, { recursive: true });
  }
}

if (values.help) console.log(HELP);
else await main();
