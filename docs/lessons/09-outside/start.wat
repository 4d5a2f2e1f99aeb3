(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit"
    (func $proc_exit (param i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "../include/size.h")

  (func (export "_start")
    (local $errno i32)
    (local.set $errno (call $path_open
      (i32.const 3)                  ;; /src
      (i32.const 0)
      (i32.const 64) (i32.const 17)  ;; "../include/size.h"
      (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0)
      (i32.const 32)))

    ;; The program ends with the errno if the file cannot be opened.
    (if (local.get $errno) (then (call $proc_exit (local.get $errno))))

    (i32.store (i32.const 0) (i32.const 128))
    (i32.store (i32.const 4) (i32.const 100))
    (drop (call $fd_read (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 16)))
    (i32.store (i32.const 4) (i32.load (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
