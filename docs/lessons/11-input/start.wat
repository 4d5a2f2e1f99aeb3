(module
  (import "wasi_snapshot_preview1" "poll_oneoff"
    (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) ".")

  ;; Writes $length bytes at $text.
  (func $print (param $text i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $text))
    (i32.store (i32.const 4) (local.get $length))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))

  (func (export "_start")
    ;; The first subscription, at 1024: standard input, to be read. 48 bytes.
    (i64.store (i32.const 1024) (i64.const 7))      ;; userdata: comes back in the event
    (i32.store8 (i32.const 1032) (i32.const 1))     ;; the kind: FD_READ
    (i32.store (i32.const 1040) (i32.const 0))      ;; the descriptor

    ;; The second one, at 1072, is to be a clock: MONOTONIC, in 100 milliseconds.

    (loop $again
      (drop (call $poll_oneoff (i32.const 1024) (i32.const 2048)
        (i32.const 1)                               ;; how many subscriptions there are
        (i32.const 16)))
      ;; The kind of the first event: 0 is CLOCK.
      (if (i32.eqz (i32.load8_u (i32.const 2058)))
        (then
          (call $print (i32.const 64) (i32.const 1))
          (br $again))))

    (i32.store (i32.const 0) (i32.const 128))
    (i32.store (i32.const 4) (i32.const 64))
    (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
    (call $print (i32.const 128) (i32.load (i32.const 16)))))
