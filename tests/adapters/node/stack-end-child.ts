/**
 * Runs guests that call themselves until the stack is used up, and open files at each of the last levels. Prints for each kind how many descriptors of
 * this process were left open, and how many files were opened.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NodeFileSystem, nodePorts } from '../../../adapters/node/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { GuestTrap } from '../../../application/errors.js';
import { buildWat } from '../../guests/build-wat.js';

const READ = 1 << 1;
const READDIR = 1 << 14;
const DIRECTORY = 2;
/** So many of the last levels open files. What is called first there needs more stack than what was called before. */
const LEVELS = 1500;

const guest = (path: string, oflags: number, rights: number, use: string) => `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags" (func $set_flags (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "${path}")
  (func $use (param $fd i32) ${use} (drop (call $close (local.get $fd))))
  (func $open_deep
    (if (i32.eqz (call $open (i32.const 3) (i32.const 1) (i32.const 64) (i32.const ${path.length})
        (i32.const ${oflags}) (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const 8)))
      (then
        (i32.store (i32.const 16) (i32.add (i32.load (i32.const 16)) (i32.const 1)))
        (call $use (i32.load (i32.const 8)))))
    (call $open_deep)
    (i32.store (i32.const 20) (i32.const 1)))
  (func $plain (export "plain") (param $left i32)
    (i32.store (i32.const 12) (i32.add (i32.load (i32.const 12)) (i32.const 1)))
    (if (local.get $left)
      (then (call $plain (i32.sub (local.get $left) (i32.const 1))))
      (else (call $open_deep)))
    (i32.store (i32.const 20) (local.get $left))))`;

const folder = mkdtempSync(join(tmpdir(), 'hostcall-'));
mkdirSync(join(folder, 'd'));
writeFileSync(join(folder, 'f'), 'x');
writeFileSync(join(folder, 'd', 'f'), 'x');
symlinkSync('f', join(folder, 'l'));
const open = () => readdirSync('/proc/self/fd').length;

function exhaust(call: () => unknown): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof GuestTrap) || error.text !== 'call stack exhausted') throw error;
  }
}

for (const reach of ['handles', 'checks'] as const) {
  for (const [kind, path, oflags, rights, use] of [
    ['file', 'f', 0, READ, ''],
    ['file below', 'd/f', 0, READ, ''],
    ['link', 'l', 0, READ, ''],
    ['directory', 'd', DIRECTORY, READDIR, ''],
    ['renumbered', 'f', 0, READ, '(drop (call $renumber (local.get $fd) (i32.const 0)))'],
    ['opened again', 'f', 0, READ + 8, '(drop (call $set_flags (local.get $fd) (i32.const 1)))'],
    [
      'listed',
      'd',
      DIRECTORY,
      READDIR,
      '(drop (call $readdir (local.get $fd) (i32.const 4096) (i32.const 4096) (i64.const 0) (i32.const 24)))',
    ],
  ] as const) {
    const wasm = await buildWat(guest(path, oflags, rights, use));
    let left = 0;
    let opened = 0;
    for (let round = 0; round < 4; round++) {
      // One of its own each time, as its code is compiled anew.
      const runtime = createRuntime({ ...nodePorts(), fileSystem: new NodeFileSystem({ reach }) });
      const before = open();
      const instance = await runtime.instantiate(wasm, { preopens: { '/': folder } });
      const { buffer } = instance.exports.memory as { readonly buffer: ArrayBuffer };
      exhaust(() => instance.invoke('plain', 0x7fffffff));
      const depth = new DataView(buffer).getUint32(12, true);
      exhaust(() => instance.invoke('plain', depth - LEVELS + round * 101));
      opened += new DataView(buffer).getUint32(16, true);
      instance.close();
      left += open() - before;
    }
    console.log(JSON.stringify({ reach, kind, left, opened: opened > 0 }));
  }
}
rmSync(folder, { recursive: true });
