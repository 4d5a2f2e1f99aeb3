(module
  (import "wasi_snapshot_preview1" "clock_time_get"
    (func $clock_time_get (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff"
    (func $poll_oneoff (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "tick\n")

  ;; Waits, by one subscription to the clock MONOTONIC, at address 1024:
  ;;   0  userdata, 8 bytes, whatever the program likes
  ;;   8  the kind: 0 is CLOCK
  ;;  16  which clock: 1 is MONOTONIC
  ;;  24  nanoseconds, 8 bytes
  ;;  32  how exact it has to be, 8 bytes
  ;;  40  flags, 2 bytes: 0 from now on, 1 at a point in time
  (func $wait (param $nanoseconds i64) (param $flags i32)
    (i32.store8 (i32.const 1032) (i32.const 0))
    (i32.store (i32.const 1040) (i32.const 1))
    (i64.store (i32.const 1048) (local.get $nanoseconds))
    (i32.store16 (i32.const 1064) (local.get $flags))
    ;; The event goes to 2048, the number of events to 16.
    (drop (call $poll_oneoff (i32.const 1024) (i32.const 2048) (i32.const 1) (i32.const 16))))

  ;; Prints "tick". Then there is something to do that takes 30 milliseconds.
  (func $work
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 5))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
    (call $wait (i64.const 30000000) (i32.const 0)))

  (func (export "_start")
    (local $round i32)
    (local $deadline i64)

    ;; What time is it? It goes to address 48.
    (drop (call $clock_time_get (i32.const 1) (i64.const 0) (i32.const 48)))
    (local.set $deadline (i64.load (i32.const 48)))

    (loop $next
      ;; Every 100 milliseconds.
      (local.set $deadline (i64.add (local.get $deadline) (i64.const 100000000)))
      (call $wait (local.get $deadline) (i32.const 1))
      (call $work)
      (local.set $round (i32.add (local.get $round) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $round) (i32.const 3))))))
