/**
 * Runs guests that call themselves until hardly any stack is left, and then make one hostcall, which opens or closes a descriptor of the host. Each run
 * has a little more stack left than the one before, so that the stack ends at every place that a call has. Prints for each kind of call how many
 * descriptors of this process were left open, how many calls ended in a trap, and how many did not.
 *
 * Usage: stack-end-child.js RUNS STRIDE FIRST: the number of runs of each kind, by how many levels of the guest they differ, and how far from the end of the
 * stack the first one is. With `--expose-gc --stress-flush-code`, functions are compiled anew for each run. V8 compiles none where less than 40 KB of
 * stack are left, and says that the stack has ended: kStackSpaceRequiredForCompilation in
 * https://github.com/v8/v8/blob/main/src/codegen/compiler.h.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { GuestTrap } from '../../../application/errors.js';
import { buildWat } from '../../guests/build-wat.js';
import { hostFileSystems } from '../../guests/host-file-systems.js';

const READ = 1 << 1;
const SET_FLAGS = 1 << 3;
const SYNC = 1 << 4;
const READDIR = 1 << 14;
const DIRECTORY = 2;
const FOLLOW = 1;
/** Where the guest counts its levels. */
const LEVELS = 12;

const [runs = 1, stride = 1, first = 0] = process.argv.slice(2).map(Number);
const { gc } = globalThis as { readonly gc?: () => void };

function opening(path: string, oflags = 0, rights = READ, dirflags = 0): string {
  return `(call $open (i32.const 3) (i32.const ${dirflags}) (i32.const ${PLACES[path]}) (i32.const ${path.length})
    (i32.const ${oflags}) (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const 8))`;
}

const PLACES: Record<string, number> = { f: 64, 'd/f': 66, l: 70, d: 72, m: 80, 'd/e/f': 74 };
const FD = '(i32.load (i32.const 8))';

/** A name of a call, what is done before it, where there is stack enough (0 if it succeeds), and the call that is made where there is hardly any. */
type Kind = readonly [name: string, before: string, call: string];

const NOTHING = '(i32.const 0)';

const KINDS: readonly Kind[] = [
  ['path_open, file', NOTHING, opening('f')],
  ['path_open, file below', NOTHING, opening('d/f')],
  ['path_open, file far below', NOTHING, opening('d/e/f')],
  ['path_open, link', NOTHING, opening('l', 0, READ, FOLLOW)],
  ['path_open, link that is not followed', NOTHING, opening('l')],
  ['path_open, directory', NOTHING, opening('d', DIRECTORY, READDIR)],
  ['path_open, directory as a file', NOTHING, opening('d', 0, READDIR)],
  [
    'path_filestat_get, below',
    NOTHING,
    `(call $stat (i32.const 3) (i32.const 0) (i32.const 66) (i32.const 3) (i32.const 128))`,
  ],
  ['fd_fdstat_set_flags', opening('f', 0, READ + SET_FLAGS), `(call $set_flags ${FD} (i32.const 1))`],
  [
    'fd_readdir',
    opening('d', DIRECTORY, READDIR),
    `(call $readdir ${FD} (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 24))`,
  ],
  ['fd_sync, directory', opening('d', DIRECTORY, READDIR + SYNC), `(call $sync ${FD})`],
  ['fd_renumber', opening('f'), `(call $renumber ${FD} (i32.const 3))`],
  ['fd_close', opening('f'), `(call $close ${FD})`],
];

const MISSING = `(i32.sub ${opening('m')} (i32.const 44))`;
const BAD_CLOSE = '(i32.sub (call $close (i32.const 99)) (i32.const 8))';

/** What was called before has compiled a part of the functions, up to where it failed. */
const HALF_COMPILED: readonly Kind[] = [
  ['path_open, file', MISSING, opening('f')],
  ['path_open, file below', MISSING, opening('d/f')],
  ['path_open, directory', MISSING, opening('d', DIRECTORY, READDIR)],
  ['fd_close', `(i32.or ${BAD_CLOSE} ${opening('f')})`, `(call $close ${FD})`],
];

const guest = (before: string, call: string) => `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $set_flags (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_sync" (func $sync (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  ${Object.entries(PLACES)
    .map(([path, at]) => `(data (i32.const ${at}) "${path}")`)
    .join(' ')}
  (func (export "before") (result i32) ${before})
  (func $deep (export "deep") (param $left i32) (result i32)
    (i32.store (i32.const ${LEVELS}) (i32.add (i32.load (i32.const ${LEVELS})) (i32.const 1)))
    (if (result i32) (local.get $left)
      (then (i32.add (call $deep (i32.sub (local.get $left) (i32.const 1))) (i32.const 0)))
      (else ${call}))))`;

const folder = mkdtempSync(join(tmpdir(), 'hostcall-'));
mkdirSync(join(folder, 'd', 'e'), { recursive: true });
for (const path of ['f', 'd/f', 'd/e/f']) writeFileSync(join(folder, path), 'x');
symlinkSync('f', join(folder, 'l'));
const open = () => readdirSync('/proc/self/fd').length;

/** @returns what the call did, or undefined if the stack ended in it */
function exhaust(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof GuestTrap) || error.text !== 'call stack exhausted') throw error;
    return undefined;
  }
}

for (const { name: reach, create } of hostFileSystems) {
  for (const [name, before, call] of gc === undefined ? KINDS : HALF_COMPILED) {
    const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
    const module = await runtime.compile(await buildWat(guest(before, call)));
    let left = 0;
    let trapped = 0;
    let returned = 0;
    /** @returns how many levels it reached */
    const run = async (levels: number) => {
      const already = open();
      const instance = await runtime.instantiate(module, { preopens: { '/': folder } });
      gc?.();
      gc?.();
      if (instance.invoke('before') !== 0) throw new Error(`${name}: what comes before it failed`);
      if (exhaust(() => instance.invoke('deep', levels)) === undefined) trapped++;
      else returned++;
      const { buffer } = instance.exports.memory as { readonly buffer: ArrayBuffer };
      instance.close();
      left += open() - already;
      return new DataView(buffer).getUint32(LEVELS, true);
    };
    // What is called first needs more stack than what has been called before.
    for (let round = 0; round < 4; round++) await run(0);
    let depth = 0;
    for (let round = 0; round < 3; round++) depth = await run(0x7fffffff);
    trapped = 0;
    returned = 0;
    for (let at = 0; at < runs; at++) await run(depth - first - at * stride);
    console.log(JSON.stringify({ reach, name, left, trapped, returned }));
  }
}
rmSync(folder, { recursive: true });
