/** Small programs for the tests of the command line, as WebAssembly text. */
import { Right } from '../../../domain/index.js';

const WASI = 'wasi_snapshot_preview1';

/** Does nothing. */
export const EMPTY = '(module (memory (export "memory") 1) (func (export "_start")))';

/** Exits with a code. */
export const exiting = (code: number) => `(module
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (i32.const ${code}))))`;

/** Traps. */
export const TRAPPING = '(module (memory (export "memory") 1) (func (export "_start") unreachable))';

/** Writes a text to a descriptor. It must have no character that WebAssembly text would escape but `\\n`. */
export const writing = (text: string, fd = 1, then = '') => `(module
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "${text.replaceAll('\n', '\\n')}")
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const ${Buffer.byteLength(text)}))
    (drop (call $write (i32.const ${fd}) (i32.const 0) (i32.const 1) (i32.const 8)))
    ${then}))`;

/** Prints the results of a pair of hostcalls, a NUL byte after each: arguments or the environment. */
const printing = (get: string, sizes: string) => `(module
  (import "${WASI}" "${sizes}" (func $sizes (param i32 i32) (result i32)))
  (import "${WASI}" "${get}" (func $get (param i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $get (i32.const 16) (i32.const 65536)))
    (i32.store (i32.const 0) (i32.const 65536))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

/** Prints its arguments, its name first. */
export const ARGUMENTS = printing('args_get', 'args_sizes_get');
/** Prints its environment. */
export const ENVIRONMENT = printing('environ_get', 'environ_sizes_get');

/** Prints the names of its preopened directories, a newline after each. */
export const PREOPENS = `(module
  (import "${WASI}" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "${WASI}" "fd_prestat_dir_name" (func $name (param i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (local $fd i32) (local $length i32)
    (local.set $fd (i32.const 3))
    (block $done
      (loop $next
        (br_if $done (call $prestat (local.get $fd) (i32.const 0)))
        (local.set $length (i32.load (i32.const 4)))
        (drop (call $name (local.get $fd) (i32.const 64) (local.get $length)))
        (i32.store8 (i32.add (i32.const 64) (local.get $length)) (i32.const 10))
        (i32.store (i32.const 16) (i32.const 64))
        (i32.store (i32.const 20) (i32.add (local.get $length) (i32.const 1)))
        (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
        (local.set $fd (i32.add (local.get $fd) (i32.const 1)))
        (br $next)))))`;

/** Opens `in.txt` in its first preopened directory with some rights, and exits with the errno. */
export const openingWith = (rights: number) => `(module
  (import "${WASI}" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "in.txt")
  (func (export "_start")
    (call $exit
      (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 6) (i32.const 0)
        (i64.const ${rights}) (i64.const 0) (i32.const 0) (i32.const 8)))))`;

/** The same, to read it. */
export const OPENING = openingWith(Right.FD_READ);

/** Functions to call one by one. */
export const LIBRARY = `(module
  (import "${WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.const 1)))
  (func (export "ready") (result i32) (global.get $ready))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "negate") (param i64) (result i64) (i64.sub (i64.const 0) (local.get 0)))
  (func (export "half") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 0.5)))
  (func (export "same") (param f64) (result f64) (local.get 0))
  (func (export "swap") (param i32 i64) (result i64 i32) (local.get 1) (local.get 0))
  (func (export "quit") (param i32) (call $exit (local.get 0)))
  (func (export "nothing"))
  (func (export "trap") unreachable))`;

/** Has imports that nothing provides. */
export const DEMANDING = `(module
  (import "env" "callback" (func (param i32)))
  (import "${WASI}" "fd_frobnicate" (func (param i32) (result i32)))
  (import "${WASI}" "fd_close" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")))`;

/** Makes a call, computes for some hundredths of a second, and so on for ever: it would take a minute to fill a piece of 64 KiB. */
export const COMPUTING = `(module
  (import "${WASI}" "sched_yield" (func $yield (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $left i32)
    (loop $again
      (drop (call $yield))
      (local.set $left (i32.const 20000000))
      (loop $compute
        (i32.store (i32.const 0) (i32.mul (i32.load (i32.const 0)) (i32.const 48271)))
        (br_if $compute (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
      (br $again))))`;
