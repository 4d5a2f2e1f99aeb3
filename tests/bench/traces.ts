import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import wabt from 'wabt';
import { PREVIEW1, Right } from '../../domain/index.js';
import { table } from './report.js';
import { cli } from './startup.js';

/** The bytes that the program reads from, 16 at a time, each time one further; over and over. */
const DATA_SIZE = 1 << 16;
/** Where in these the two runs differ. */
const CHANGED = 100;
/** A run is compared with one that has so few calls, to see what grows. */
const PART = 10;
const PIECE = 1 << 20;
const MIB = 1024;

/** Tells, when the process ends, what it has used. */
const WITNESS = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs'; import { isMainThread } from 'node:worker_threads';
  if (isMainThread) process.on('exit', () => writeSync(3, JSON.stringify(process.resourceUsage())));`,
)}`;

/** A command, and the file that it reads, which is read plainly for comparison. */
interface Work {
  readonly name: string;
  readonly words: readonly string[];
  /** Undefined for what writes a file, and reads none. */
  readonly file?: string;
  /** The exit status of a command that did what it should. Default 0. */
  readonly status?: number;
}

/** The cost of a command: CPU seconds, and the peak of memory in MiB. */
interface Cost {
  readonly seconds: number;
  readonly memory: number;
}

/**
 * What writes and reads traces and recordings of many calls: how long it takes, as a ratio to reading the same file and doing nothing with it, and how
 * much memory, beside that for a tenth of the calls.
 * @param parent where a folder is made, of about 600 bytes a call
 * @param calls how many
 */
export async function reportTraces(parent: string, calls: number): Promise<string> {
  if (!existsSync(cli)) return `traces: ${cli} has not been built`;
  const folder = mkdtempSync(join(parent, 'hostcall-traces-'));
  try {
    for (const name of ['a', 'b']) {
      const data = Uint8Array.from({ length: DATA_SIZE + 16 }, (_, at) => ((at * 7919) >> 3) & 0x7f);
      if (name === 'b') data[CHANGED] = (data[CHANGED] as number) ^ 1;
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'data'), data);
    }
    await writeProgram(join(folder, 'few.wasm'), calls / PART);
    await writeProgram(join(folder, 'many.wasm'), calls);
    const few = works('few.wasm').map(work => costOf(work, folder).memory);
    const lines = works('many.wasm').map((work, at) => {
      const { seconds, memory } = costOf(work, folder);
      const plain = work.file === undefined ? undefined : secondsToRead(join(folder, work.file));
      return [
        work.name,
        seconds.toFixed(1),
        plain === undefined ? '' : (seconds / plain).toFixed(0),
        (few[at] as number).toFixed(0),
        memory.toFixed(0),
      ];
    });
    const heads = [`${calls} calls`, 'CPU s', 'to a plain read', `MiB, ${calls / PART} calls`, 'MiB'];
    return table([heads, ...lines]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In this order: those that write come first, and what they write is replaced when the longer program runs. */
function works(program: string): Work[] {
  const run = (name: string, command: string, folder: string, file: string, ...options: string[]): Work => ({
    name,
    words: [command, '-o', file, ...options, '--dir', `${folder}::/`, program],
  });
  const printed = (name: string, ...options: string[]): Work => ({
    name: `replay --print ${name}`,
    words: ['replay', '--print', ...options, 'a.hcr'],
    file: 'a.hcr',
  });
  const compared = (a: string, b: string, ...options: string[]): Work => ({
    name: ['diff', ...options, a, b].join(' '),
    words: ['diff', ...options, a, b],
    file: a,
    status: 1,
  });
  return [
    run('trace, text', 'trace', 'a', 'a.txt'),
    run('trace -T, text', 'trace', 'b', 'b.txt', '-T'),
    run('trace, NDJSON', 'trace', 'a', 'a.ndjson'),
    run('record', 'record', 'a', 'a.hcr'),
    run('record, another input', 'record', 'b', 'b.hcr'),
    { name: 'replay', words: ['replay', 'a.hcr'], file: 'a.hcr' },
    printed('-c', '-c'),
    printed('-o .txt', '-o', 'out.txt'),
    printed('-e trace=fd_tell', '-e', 'trace=fd_tell', '-o', 'out.txt'),
    printed('-P /data', '-P', '/data', '-o', 'out.txt'),
    printed('--fold', '--fold', '-o', 'out.txt'),
    printed('--explain', '--explain', '-o', 'out.txt'),
    printed('-o .ndjson', '-o', 'out.ndjson'),
    printed('-o .json', '-o', 'out.json'),
    printed('-o .speedscope.json', '-o', 'out.speedscope.json'),
    compared('a.txt', 'b.txt'),
    compared('a.txt', 'b.txt', '--all'),
    compared('a.ndjson', 'b.txt'),
    compared('a.hcr', 'b.hcr'),
    compared('a.hcr', 'b.txt'),
  ];
}

function costOf({ name, words, status: expected = 0 }: Work, folder: string): Cost {
  const { status, stderr, output } = spawnSync(process.execPath, ['--import', WITNESS, cli, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  if (status !== expected) throw new Error(`${name}: exited with ${status}\n${stderr}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(output[3] as string) as NodeJS.ResourceUsage;
  return { seconds: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / MIB };
}

/** Seconds of the processor that it takes to read a file piece by piece. */
function secondsToRead(path: string): number {
  const buffer = Buffer.allocUnsafe(PIECE);
  const before = process.cpuUsage();
  const fd = openSync(path, 'r');
  while (readSync(fd, buffer) > 0);
  closeSync(fd);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

/** A program that seeks, reads 16 bytes, asks where it is and what the descriptor is, over and over. */
async function writeProgram(path: string, calls: number): Promise<void> {
  const module = (await wabt()).parseWat(
    'calls.wat',
    `(module
      (import "${PREVIEW1}" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (import "${PREVIEW1}" "fd_seek" (func $fd_seek (param i32 i64 i32 i32) (result i32)))
      (import "${PREVIEW1}" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
      (import "${PREVIEW1}" "fd_tell" (func $fd_tell (param i32 i32) (result i32)))
      (import "${PREVIEW1}" "fd_fdstat_get" (func $fd_fdstat_get (param i32 i32) (result i32)))
      (memory (export "memory") 1)
      (data (i32.const 64) "data")
      (func (export "_start") (local $n i32) (local $fd i32)
        (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 4) (i32.const 0)
          (i64.const ${Right.FD_READ | Right.FD_SEEK | Right.FD_TELL}) (i64.const 0) (i32.const 0) (i32.const 16)))
        (local.set $fd (i32.load (i32.const 16)))
        (i32.store (i32.const 32) (i32.const 4096))
        (i32.store (i32.const 36) (i32.const 16))
        (loop $again
          (drop (call $fd_seek (local.get $fd) (i64.extend_i32_u (i32.and (local.get $n) (i32.const ${DATA_SIZE - 1})))
            (i32.const 0) (i32.const 40)))
          (drop (call $fd_read (local.get $fd) (i32.const 32) (i32.const 1) (i32.const 48)))
          (drop (call $fd_tell (local.get $fd) (i32.const 40)))
          (drop (call $fd_fdstat_get (local.get $fd) (i32.const 128)))
          (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const ${Math.ceil(calls / 4)}))))))`,
  );
  writeFileSync(path, module.toBinary({}).buffer);
  module.destroy();
}
