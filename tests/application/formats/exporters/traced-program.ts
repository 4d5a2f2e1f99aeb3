import { memoryWorld, SeededRandom, SteppedClock } from '../../../../adapters/memory/index.js';
import { assemble } from '../../../../application/assembly/index.js';
import type { TraceExporter } from '../../../../application/formats/index.js';
import type { Runtime } from '../../../../application/runtime/index.js';
import { buildWat } from '../../../guests/build-wat.js';

/**
 * Opens `notes.txt`, which is there, and `gone`, which is not; reads the first, writes what it has read to standard output, asks the time,
 * and exits with 7.
 */
const PROGRAM = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "notes.txt")
  (data (i32.const 16) "gone")
  (data (i32.const 64) "\\00\\01\\00\\00\\40\\00\\00\\00")
  (func $open (param $path i32) (param $length i32)
    (drop (call $path_open (i32.const 3) (i32.const 0) (local.get $path) (local.get $length) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 48))))
  (func (export "_start")
    (call $open (i32.const 0) (i32.const 9))
    (call $open (i32.const 16) (i32.const 4))
    (drop (call $fd_read (i32.const 4) (i32.const 64) (i32.const 1) (i32.const 68)))
    (drop (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 80)))
    (drop (call $clock_time_get (i32.const 0) (i64.const 1) (i32.const 88)))
    (call $proc_exit (i32.const 7))))`;

/** A world in which every run is the same, and each look at the clock takes 1 µs. */
export function tracedRuntime(): Runtime {
  const clocks = new SteppedClock('2026-01-01T00:00:00Z', 1000);
  const contents = { 'notes.txt': 'é: "buy\\milk"\n' };
  return assemble(memoryWorld({ contents, clocks, random: new SeededRandom(1) }).module);
}

/** Runs the program. @returns what it exits with */
export async function runProgram(runtime: Runtime): Promise<{ exitCode: number }> {
  return runtime.run(await buildWat(PROGRAM), { preopens: { '/': '/' } });
}

/**
 * Runs the program in such a world.
 * @returns what an exporter writes of it
 */
export async function exportOf(
  Exporter: new (write: (text: string) => void, options: { program: string }) => TraceExporter,
): Promise<string> {
  const runtime = tracedRuntime();
  const pieces: string[] = [];
  const exporter = new Exporter(text => pieces.push(text), { program: 'notes.wasm' });
  runtime.hostcalls$.subscribe(call => exporter.call(call));
  exporter.end(await runProgram(runtime));
  return pieces.join('');
}
