import { deterministicPorts, memoryDirectory } from '../../../adapters/memory/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { recordRun } from '../../guests/recorded-run.js';

const WASI = 'wasi_snapshot_preview1';

/** How many calls a round makes. */
export const CALLS_OF_ROUND = 10;

/** Opens a file, reads it in three steps and prints that, asks for the time and for random bytes, and fails once; so often. */
const source = (rounds: number) => `(module
  (import "${WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "${WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "${WASI}" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_seek" (func $seek (param i32 i64 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "a.txt")
  (data (i32.const 80) "missing")
  (func (export "_start") (local $left i32) (local $fd i32)
    (local.set $left (i32.const ${rounds}))
    (loop $again
      (i32.store8 (i32.const 64) (i32.add (i32.const 97) (i32.rem_u (local.get $left) (i32.const 3))))
      (drop (call $time (i32.const 1) (i64.const 1) (i32.const 0x100)))
      (drop (call $random (i32.const 0x200) (i32.const 8)))
      (drop (call $stat (i32.const 3) (i32.const 1) (i32.const 80) (i32.const 7) (i32.const 0x180)))
      (drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 5) (i32.const 0)
        (i64.const 6) (i64.const 0) (i32.const 0) (i32.const 0x110)))
      (local.set $fd (i32.load (i32.const 0x110)))
      (i32.store (i32.const 0x120) (i32.const 0x2000))
      (i32.store (i32.const 0x124) (i32.const 16))
      (drop (call $read (local.get $fd) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
      (drop (call $seek (local.get $fd) (i64.const 4) (i32.const 0) (i32.const 0x130)))
      (i32.store (i32.const 0x120) (i32.const 0x2010))
      (drop (call $read (local.get $fd) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
      (drop (call $read (local.get $fd) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
      (i32.store (i32.const 0x120) (i32.const 0x2000))
      (drop (call $write (i32.const 1) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
      (drop (call $close (local.get $fd)))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`;

/** A recording of such a program. */
export async function recordRounds(rounds: number): Promise<Uint8Array> {
  const preopen = memoryDirectory({
    'a.txt': 'first file, of thirty-two bytes\n',
    'b.txt': 'second file, of 33 bytes as it is\n',
    'c.txt': 'short\n',
  });
  const wasm = await buildWat(source(rounds));
  const { file } = await recordRun(deterministicPorts(1, '2026-01-31'), wasm, { preopens: { '/': preopen } });
  return file;
}
