import { deterministicPorts, memoryDirectory, textInput } from '../../../adapters/memory/index.js';
import type { RecordingHeader } from '../../../application/recording/index.js';
import type { TraceSettings } from '../../../application/tracing/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { recordRun, someHeader } from '../../guests/recorded-run.js';

const WASI = 'wasi_snapshot_preview1';

/** Reads its input and a file, asks for arguments, environment, time and random bytes, fails once, and exits with 3. */
export const SAMPLE = `(module
  (import "${WASI}" "args_sizes_get" (func $args_sizes (param i32 i32) (result i32)))
  (import "${WASI}" "args_get" (func $args (param i32 i32) (result i32)))
  (import "${WASI}" "environ_get" (func $environ (param i32 i32) (result i32)))
  (import "${WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "${WASI}" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "${WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "${WASI}" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 2)
  (data (i32.const 64) "notes.txt")
  (data (i32.const 80) "missing")
  (func (export "_start")
    (drop (call $args_sizes (i32.const 0) (i32.const 4)))
    (drop (call $args (i32.const 0x1000) (i32.const 0x1100)))
    (drop (call $environ (i32.const 0x1200) (i32.const 0x1300)))
    (drop (call $time (i32.const 0) (i64.const 1) (i32.const 0x100)))
    (drop (call $random (i32.const 0x200) (i32.const 40)))
    (drop (call $prestat (i32.const 3) (i32.const 0x140)))
    (drop (call $stat (i32.const 3) (i32.const 1) (i32.const 80) (i32.const 7) (i32.const 0x180)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 9) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0x110)))
    (drop (call $readdir (i32.const 3) (i32.const 0x4000) (i32.const 0x1000) (i64.const 0) (i32.const 0x118)))
    (i32.store (i32.const 0x120) (i32.const 0x2000))
    (i32.store (i32.const 0x124) (i32.const 1000))
    (drop (call $read (i32.load (i32.const 0x110)) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
    (i32.store (i32.const 0x124) (i32.load (i32.const 0x114)))
    (drop (call $write (i32.const 1) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
    (i32.store (i32.const 0x124) (i32.const 1000))
    (drop (call $read (i32.const 0) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
    (i32.store (i32.const 0x124) (i32.load (i32.const 0x114)))
    (drop (call $write (i32.const 2) (i32.const 0x120) (i32.const 1) (i32.const 0x114)))
    (drop (call $poll (i32.const 0x300) (i32.const 0x400) (i32.const 1) (i32.const 0x114)))
    (call $exit (i32.const 3))))`;

/** Secrets of the sample, which nothing else may reveal. */
export const secrets = {
  argument: 'the-argument-of-a-secret',
  variable: 'value-of-a-variable',
  input: 'typed by somebody\n',
  file: 'first line of the file, which is longer than thirty-two bytes\n',
} as const;

/** Runs the sample, in a world in which every run is the same. */
export async function recordSample(header: Partial<RecordingHeader> = {}, settings: TraceSettings = {}) {
  const wasm = await buildWat(SAMPLE);
  const options = {
    argv0: 'sample',
    args: [secrets.argument],
    env: { NAME: secrets.variable },
    stdin: textInput(secrets.input),
    preopens: { '/': memoryDirectory({ 'notes.txt': secrets.file }) },
  };
  const ports = deterministicPorts(1, '2026-01-31');
  const run = await recordRun(ports, wasm, options, { ...someHeader, ...header }, settings);
  return { ...run, wasm };
}
