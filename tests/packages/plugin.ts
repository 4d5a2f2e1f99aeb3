/** A plugin for Extism that returns the results of two hostcalls. */
export const PLUGIN = `(module
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output (param i64 i64)))
  (memory (export "memory") 1)
  (func (export "run") (result i32) (local $to i64)
    (local.set $to (call $alloc (i64.const 2)))
    (call $store (local.get $to) (i32.add (i32.const 65) (call $random_get (i32.const 0) (i32.const 8))))
    (call $store (i64.add (local.get $to) (i64.const 1)) (i32.add (i32.const 65) (call $fd_prestat_get (i32.const 3) (i32.const 8))))
    (call $output (local.get $to) (i64.const 2))
    (i32.const 0)))`;
