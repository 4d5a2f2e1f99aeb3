(module
  (import "wasi_snapshot_preview1" "fd_prestat_get"
    (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_dir_name"
    (func $fd_prestat_dir_name (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 32) "\n")

  ;; Writes $length bytes at $text, and a newline.
  (func $print (param $text i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $text))
    (i32.store (i32.const 4) (local.get $length))
    (i32.store (i32.const 8) (i32.const 32))
    (i32.store (i32.const 12) (i32.const 1))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 16))))

  (func (export "_start")
    (local $fd i32)
    (local $length i32)
    (local.set $fd (i32.const 3))
    (block $end
      (loop $next
        ;; An errno that is not 0: there is no preopen of this number, and none behind it.
        (br_if $end (call $fd_prestat_get (local.get $fd) (i32.const 64)))
        (local.set $length (i32.load (i32.const 68)))
        (drop (call $fd_prestat_dir_name (local.get $fd) (i32.const 128) (local.get $length)))
        (call $print (i32.const 128) (local.get $length))
        (local.set $fd (i32.add (local.get $fd) (i32.const 1)))
        (br $next)))))
