(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_renumber"
    (func $fd_renumber (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_tell"
    (func $fd_tell (param i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "digits.txt")

  ;; Opens digits.txt for reading.
  (func $open (result i32)
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 10)
      (i32.const 0) (i64.const 38) (i64.const 0) (i32.const 0) (i32.const 32)))
    (i32.load (i32.const 32)))

  ;; Reads four bytes, and writes them to standard output.
  (func $copy (param $fd i32)
    (i32.store (i32.const 0) (i32.const 128))
    (i32.store (i32.const 4) (i32.const 4))
    (drop (call $fd_read (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16)))
    (i32.store (i32.const 4) (i32.load (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))

  (func (export "_start")
    (local $first i32)
    (local $second i32)
    (local.set $first (call $open))
    (local.set $second (call $open))

    (call $copy (local.get $first))

    (drop (call $fd_renumber (local.get $first) (local.get $second)))

    (call $copy (local.get $second))

    ;; Where is the first one now?
    (drop (call $fd_tell (local.get $first) (i32.const 48)))))
