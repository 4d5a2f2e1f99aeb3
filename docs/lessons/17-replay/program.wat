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
  (data (i32.const 64) "theme.conf")
  (data (i32.const 80) "cannot open ")
  (data (i32.const 100) "\n")
  (data (i32.const 104) "ready\n")

  (func $open (param $path i32) (param $length i32) (result i32)
    (call $path_open (i32.const 3) (i32.const 0) (local.get $path) (local.get $length)
      (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 48)))

  ;; The file theme.conf has the name of another file, which is opened too.
  (func (export "_start")
    (local $errno i32)
    (local $length i32)
    (if (call $open (i32.const 64) (i32.const 10)) (then (call $proc_exit (i32.const 1))))
    (i32.store (i32.const 0) (i32.const 1024))
    (i32.store (i32.const 4) (i32.const 256))
    (drop (call $fd_read (i32.load (i32.const 48)) (i32.const 0) (i32.const 1) (i32.const 16)))
    (local.set $length (i32.load (i32.const 16)))

    (local.set $errno (call $open (i32.const 1024) (local.get $length)))
    (if (local.get $errno)
      (then
        (i32.store (i32.const 0) (i32.const 80))
        (i32.store (i32.const 4) (i32.const 12))
        (i32.store (i32.const 8) (i32.const 1024))
        (i32.store (i32.const 12) (local.get $length))
        (i32.store (i32.const 16) (i32.const 100))
        (i32.store (i32.const 20) (i32.const 1))
        (drop (call $fd_write (i32.const 2) (i32.const 0) (i32.const 3) (i32.const 32)))
        (call $proc_exit (local.get $errno))))
    (i32.store (i32.const 0) (i32.const 104))
    (i32.store (i32.const 4) (i32.const 6))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 32)))))
