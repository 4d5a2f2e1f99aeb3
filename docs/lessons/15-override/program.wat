(module
  (import "wasi_snapshot_preview1" "random_get"
    (func $random_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 67) "\n")

  ;; Throws a die: a random byte, of which the remainder by 6 counts, and puts the digit at $to.
  (func $throw (param $to i32)
    (drop (call $random_get (local.get $to) (i32.const 1)))
    (i32.store8 (local.get $to)
      (i32.add (i32.const 49) (i32.rem_u (i32.load8_u (local.get $to)) (i32.const 6)))))

  (func (export "_start")
    ;; A key of 16 bytes, for something else.
    (drop (call $random_get (i32.const 128) (i32.const 16)))

    (call $throw (i32.const 64))
    (call $throw (i32.const 65))
    (call $throw (i32.const 66))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 4))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
