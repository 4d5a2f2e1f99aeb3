/** Programs for workers: what they do is in their names. */
import { buildWat } from '../../guests/build-wat.js';

const PRELUDE = `
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 3)
  (data (i32.const 64) "Hello, ")
  ;; Writes $length bytes from $at. Returns the errno.
  (func $put (param $fd i32) (param $at i32) (param $length i32) (result i32)
    (i32.store (i32.const 0) (local.get $at)) (i32.store (i32.const 4) (local.get $length))
    (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16)))`;

const programs = {
  /** Exits with 7. */
  exit: '(func (export "_start") (call $exit (i32.const 7)))',
  trap: '(func (export "_start") unreachable)',
  /** Grows its memory until that fails, and exits with its pages. */
  allocate: `(func (export "_start")
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (call $exit (memory.size)))`,
  /** Calls nothing. */
  compute: '(func (export "_start") (loop $again (br $again)))',
  /** Greets, and then computes for ever. */
  greet: `(func (export "_start")
    (drop (call $put (i32.const 1) (i32.const 64) (i32.const 7))) (loop $again (br $again)))`,
  /** Makes hostcalls for ever. */
  call: `(func (export "_start") (loop $again (drop (call $random (i32.const 64) (i32.const 8))) (br $again)))`,
  /** Makes 5000 hostcalls, and one that fails. */
  calls: `(func (export "_start") (local $i i32)
    (loop $again
      (drop (call $random (i32.const 64) (i32.const 8)))
      (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 5000))))
    (drop (call $put (i32.const 99) (i32.const 64) (i32.const 7))))`,
  /** Waits a day. */
  sleep: `(func (export "_start")
    (i32.store8 (i32.const 40) (i32.const 0)) (i32.store (i32.const 48) (i32.const 1))
    (i64.store (i32.const 56) (i64.const 86400000000000))
    (drop (call $poll (i32.const 32) (i32.const 1024) (i32.const 1) (i32.const 16))))`,
  /** Greets once, and then copies its input to its output. Exits with the errno of a write that fails. */
  copy: `(func (export "_start") (local $errno i32)
    (drop (call $put (i32.const 1) (i32.const 64) (i32.const 7)))
    (block $end
      (loop $again
        (i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 100000))
        (br_if $end (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
        (br_if $end (i32.eqz (i32.load (i32.const 16))))
        (br_if $again (i32.eqz (local.tee $errno
          (call $put (i32.const 1) (i32.const 1024) (i32.load (i32.const 16))))))))
    (call $exit (local.get $errno)))`,
  /** Writes for ever; exits with the errno. */
  write: `(func (export "_start") (local $errno i32)
    (loop $again
      (br_if $again (i32.eqz (local.tee $errno (call $put (i32.const 1) (i32.const 1024) (i32.const 65536))))))
    (call $exit (local.get $errno)))`,
} as const;

/** Assembles one. */
export function buildGuest(name: keyof typeof programs): Promise<Uint8Array> {
  return buildWat(`(module ${PRELUDE} ${programs[name]})`);
}

/** Calls `env.leave`. */
export function buildLeaver(): Promise<Uint8Array> {
  return buildWat(`(module
    (import "env" "leave" (func $leave))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (call $leave) (call $exit (i32.const 0))))`);
}

/** Opens a socket, as programs for WasmEdge do, and exits with the errno. */
export function buildOpener(): Promise<Uint8Array> {
  return buildWat(`(module
    (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func (export "_start") (call $exit (call $open (i32.const 1) (i32.const 2) (i32.const 16)))))`);
}

/** Opens `file` ten times, greets, and computes for ever. */
export function buildHolder(): Promise<Uint8Array> {
  return buildWat(`(module
    (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\\40\\00\\00\\00\\07\\00\\00\\00")
    (data (i32.const 64) "Hello, ")
    (data (i32.const 80) "file")
    (func (export "_start") (local $i i32)
      (loop $again
        (if (call $open (i32.const 3) (i32.const 0) (i32.const 80) (i32.const 4) (i32.const 0)
          (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)) (then unreachable))
        (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 10))))
      (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
      (loop $ever (br $ever))))`);
}

/** Calls itself so often, and exits with 7. */
export function buildRecursion(times: number): Promise<Uint8Array> {
  return buildWat(`(module
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (func $deeper (param i32) (result i32)
      (if (result i32) (local.get 0)
        (then (i32.add (i32.const 1) (call $deeper (i32.sub (local.get 0) (i32.const 1)))))
        (else (i32.const 0))))
    (func (export "_start")
      (if (i32.ne (call $deeper (i32.const ${times})) (i32.const ${times})) (then unreachable))
      (call $exit (i32.const 7))))`);
}
