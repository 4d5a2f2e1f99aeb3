import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { WASI } from 'node:wasi';
import wabt from 'wabt';
import { nodePorts } from '../../api/node.js';
import { createRuntime } from '../../application/assembly/index.js';
import { Oflag, PREVIEW1, Right } from '../../domain/index.js';
import { engine } from '../programs/web-assembly.js';
import type { Contender } from './contender.js';
import { hostcall } from './contenders/hostcall.js';
import { nodeWasi } from './contenders/node-wasi.js';
import { table } from './report.js';

const FILES = 10_000;
const VISITS = 100_000;
const ENTRIES = 100_000;
const LEVELS = 64;
const DESCENTS = 10_000;
const MIB = 1024;
const PIECE = 64 * 1024;
const RUNTIMES = [1, 10, 100, 1000];

/** Where the guest's memory has what. */
const Place = { RESULT: 0, IOVEC: 16, NAME: 64, BIG: 128, MANY: 160, DEEP: 256, BUFFER: 64 * 1024 } as const;
const NAME = 'files/00000';
const BIG = 'big';
const MANY = 'many';
const deepPath = [...Array.from({ length: LEVELS }, () => 'd'), 'file'].join('/');
/** Shares no factor with the number of files: every file is visited, and none soon after its neighbour. */
const STRIDE = 7919;

type Work = (count: number) => number;

/**
 * What a program does a great many times, or with a great many files, under node:wasi and hostcall; and what a runtime costs that does nothing.
 * @param parent where folders are made
 * @param times how often each is measured
 * @returns two tables
 */
export async function reportScale(parent: string, times: number): Promise<string> {
  const module = await engine.compile(await scaleModule());
  return `${await reportWork(module, parent, times)}\n\n${await reportRuntimes()}`;
}

async function reportWork(module: object, parent: string, times: number): Promise<string> {
  const folder = mkdtempSync(join(parent, 'hostcall-scale-'));
  try {
    fill(folder);
    const guests = [await prepare(module, nodeWasi(folder)), await prepare(module, hostcall(folder))];
    const lines: string[][] = [];
    for (const { name, work, count, least = 0, most = least } of works) {
      const best = guests.map(() => Number.POSITIVE_INFINITY);
      for (let time = 0; time < times; time++) {
        for (const [at, guest] of guests.entries()) {
          const start = performance.now();
          const result = guest[work]?.(count);
          best[at] = Math.min(best[at] as number, performance.now() - start);
          if (result === undefined || result < least || result > most) throw new Error(`${name}: ${result}`);
        }
      }
      const [theirs = 0, ours = 0] = best;
      lines.push([name, theirs.toFixed(0), ours.toFixed(0), (ours / theirs).toFixed(2)]);
    }
    return table([['', 'node:wasi ms', 'hostcall ms', 'ratio'], ...lines]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `.` and `..` are among the entries, but for node:wasi. */
const works: readonly {
  readonly name: string;
  readonly work: string;
  readonly count: number;
  readonly least?: number;
  readonly most?: number;
}[] = [
  { name: `${VISITS} × open, read, close of ${FILES} files`, work: 'visit', count: VISITS },
  { name: `${DESCENTS} × open, close, ${LEVELS} levels deep`, work: 'deep', count: DESCENTS },
  { name: `a listing of ${ENTRIES} entries`, work: 'list', count: 1, least: ENTRIES, most: ENTRIES + 2 },
  { name: `${MIB} MiB written in pieces of 64 KiB`, work: 'write', count: MIB * 16 },
  { name: `${MIB} MiB read in pieces of 64 KiB`, work: 'read', count: MIB * 16 },
];

function fill(folder: string): void {
  mkdirSync(join(folder, 'files'));
  for (let n = 0; n < FILES; n++) writeFileSync(join(folder, 'files', String(n).padStart(5, '0')), `file ${n}\n`);
  mkdirSync(join(folder, MANY));
  for (let n = 0; n < ENTRIES; n++) writeFileSync(join(folder, MANY, `entry-${n}`), '');
  mkdirSync(join(folder, deepPath, '..'), { recursive: true });
  writeFileSync(join(folder, deepPath), 'deep');
}

async function prepare(module: object, contender: Contender): Promise<Readonly<Record<string, Work>>> {
  const instance = await engine.instantiate(module, { [PREVIEW1]: contender.imports });
  contender.attach(instance);
  return instance.exports as Record<string, Work>;
}

/** Runtimes of one process that each have a program which does nothing, as an embedder has who serves many with one compiled module. */
async function reportRuntimes(): Promise<string> {
  const module = await engine.compile(await idleModule());
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const wasiOf = async () => {
    const wasi = new WASI({ version: 'preview1', args: ['idle'], env: {} });
    const instance = await engine.instantiate(module, { [PREVIEW1]: wasi.wasiImport } as never);
    wasi.initialize(instance);
    return instance;
  };
  const runtimeOf = async () => createRuntime(nodePorts()).instantiate(module as never, { argv0: 'idle' });
  const lines: string[][] = [];
  for (const count of RUNTIMES) {
    const measured: number[] = [];
    for (const make of [wasiOf, runtimeOf]) {
      const kept: unknown[] = [];
      collect();
      const before = process.memoryUsage();
      const start = performance.now();
      for (let n = 0; n < count; n++) kept.push(await make());
      const time = performance.now() - start;
      collect();
      const after = process.memoryUsage();
      measured.push(
        (time * 1000) / count,
        (after.heapUsed + after.external - before.heapUsed - before.external) / count / 1024,
      );
      kept.length = 0;
    }
    const [theirTime = 0, theirSize = 0, ourTime = 0, ourSize = 0] = measured;
    lines.push([
      String(count),
      ...[theirTime, ourTime].map(time => time.toFixed(0)),
      (ourTime / theirTime).toFixed(2),
      ...[theirSize, ourSize].map(size => size.toFixed(1)),
    ]);
  }
  return table([['runtimes', 'node:wasi µs each', 'hostcall', 'ratio', 'node:wasi KiB each', 'hostcall'], ...lines]);
}

async function idleModule(): Promise<Uint8Array> {
  return assembled(`(module
    (import "${PREVIEW1}" "sched_yield" (func (result i32)))
    (memory (export "memory") 0)
    (func (export "_initialize")))`);
}

/**
 * The program of {@link works}: each export takes how often, and answers the errnos combined, `list` how many entries there were.
 */
async function scaleModule(): Promise<Uint8Array> {
  const { RESULT, IOVEC, NAME: name, BIG: big, MANY: many, DEEP: deep, BUFFER } = Place;
  const open = (at: number, length: number, oflags: number, rights: number) =>
    `(call $path_open (i32.const 3) (i32.const 0) (i32.const ${at}) (i32.const ${length}) (i32.const ${oflags})
      (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const ${RESULT}))`;
  const fd = `(i32.load (i32.const ${RESULT}))`;
  const move = (call: string) =>
    `(call $${call} (local.get $fd) (i32.const ${IOVEC}) (i32.const 1) (i32.const ${RESULT}))`;
  const note = (errno: string) => `(local.set $errnos (i32.or (local.get $errnos) ${errno}))`;
  const again = (body: string) => `(loop $again ${body}
    (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (local.get $count))))`;
  const work = (exported: string, body: string) => `
    (func (export "${exported}") (param $count i32) (result i32)
      (local $n i32) (local $errnos i32) (local $fd i32) (local $digits i32) (local $at i32) (local $cookie i64) (local $entries i32) (local $end i32)
      (i32.store (i32.const ${IOVEC}) (i32.const ${BUFFER}))
      (i32.store (i32.const ${IOVEC + 4}) (i32.const ${PIECE}))
      ${body})`;
  const sequential = (call: string, oflags: number, rights: number) => `
    ${note(open(big, BIG.length, oflags, rights))}
    (local.set $fd ${fd})
    ${again(note(move(call)))}
    ${note('(call $fd_close (local.get $fd))')}
    (local.get $errnos)`;
  return assembled(`(module
    (import "${PREVIEW1}" "path_open" (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "${PREVIEW1}" "fd_close" (func $fd_close (param i32) (result i32)))
    (import "${PREVIEW1}" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
    (import "${PREVIEW1}" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
    (import "${PREVIEW1}" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
    (memory (export "memory") 4)
    (data (i32.const ${name}) "${NAME}")
    (data (i32.const ${big}) "${BIG}")
    (data (i32.const ${many}) "${MANY}")
    (data (i32.const ${deep}) "${deepPath}")
    (func (export "_initialize"))
    ${work(
      'visit',
      `${again(`
        (local.set $digits (i32.rem_u (i32.mul (local.get $n) (i32.const ${STRIDE})) (i32.const ${FILES})))
        (local.set $at (i32.const ${name + NAME.length - 1}))
        (loop $digit
          (i32.store8 (local.get $at) (i32.add (i32.const 48) (i32.rem_u (local.get $digits) (i32.const 10))))
          (local.set $digits (i32.div_u (local.get $digits) (i32.const 10)))
          (br_if $digit (i32.ge_u (local.tee $at (i32.sub (local.get $at) (i32.const 1))) (i32.const ${name + 'files/'.length}))))
        ${note(open(name, NAME.length, 0, Right.FD_READ))}
        (local.set $fd ${fd})
        ${note(move('fd_read'))}
        ${note('(call $fd_close (local.get $fd))')}`)}
      (local.get $errnos)`,
    )}
    ${work(
      'deep',
      `${again(`${note(open(deep, deepPath.length, 0, Right.FD_READ))} ${note(`(call $fd_close ${fd})`)}`)} (local.get $errnos)`,
    )}
    ${work('write', sequential('fd_write', Oflag.CREAT | Oflag.TRUNC, Right.FD_WRITE))}
    ${work('read', sequential('fd_read', 0, Right.FD_READ))}
    ${work(
      'list',
      `(if ${open(many, MANY.length, Oflag.DIRECTORY, Right.FD_READDIR)} (then (return (i32.const -1))))
      (local.set $fd ${fd})
      (loop $more
        (if (call $fd_readdir (local.get $fd) (i32.const ${BUFFER}) (i32.const ${PIECE}) (local.get $cookie) (i32.const ${RESULT}))
          (then (return (i32.const -2))))
        (local.set $end (i32.add (i32.const ${BUFFER}) (i32.load (i32.const ${RESULT}))))
        (local.set $at (i32.const ${BUFFER}))
        (block $cut (loop $entry
          (br_if $cut (i32.gt_u (i32.add (local.get $at) (i32.const 24)) (local.get $end)))
          (local.set $digits (i32.add (i32.add (local.get $at) (i32.const 24)) (i32.load offset=16 (local.get $at))))
          (br_if $cut (i32.gt_u (local.get $digits) (local.get $end)))
          (local.set $cookie (i64.load (local.get $at)))
          (local.set $entries (i32.add (local.get $entries) (i32.const 1)))
          (local.set $at (local.get $digits))
          (br $entry)))
        (br_if $more (i32.eq (i32.load (i32.const ${RESULT})) (i32.const ${PIECE}))))
      (drop (call $fd_close (local.get $fd)))
      (local.get $entries)`,
    )})`);
}

async function assembled(text: string): Promise<Uint8Array> {
  const module = (await wabt()).parseWat('scale.wat', text);
  try {
    return module.toBinary({}).buffer;
  } finally {
    module.destroy();
  }
}
