(module
  (import "wasi_snapshot_preview1" "clock_time_get"
    (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "the time is fine\n")
  (data (i32.const 96) "the time is negative\n")

  (func $print (param $text i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $text))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))

  (func (export "_start")
    (local $seconds i32)
    ;; REALTIME and MONOTONIC, in nanoseconds.
    (drop (call $clock_time_get (i32.const 0) (i64.const 0) (i32.const 32)))
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 40)))
    ;; The mistake: seconds are kept in 32 bits, one of them for the sign.
    (local.set $seconds (i32.wrap_i64 (i64.div_u (i64.load (i32.const 32)) (i64.const 1000000000))))
    (if (i32.ge_s (local.get $seconds) (i32.const 0))
      (then (call $print (i32.const 64) (i32.const 17)))
      (else (call $print (i32.const 96) (i32.const 21))))))
