(module
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get"
    (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get"
    (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 32) "\n")

  ;; Writes the string at $text, which ends in a zero byte, and a newline.
  (func $print (param $text i32)
    (local $end i32)
    (local.set $end (local.get $text))
    (block $found
      (loop $next
        (br_if $found (i32.eqz (i32.load8_u (local.get $end))))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $next)))
    (i32.store (i32.const 0) (local.get $text))
    (i32.store (i32.const 4) (i32.sub (local.get $end) (local.get $text)))
    (i32.store (i32.const 8) (i32.const 32))
    (i32.store (i32.const 12) (i32.const 1))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 16))))

  (func (export "_start")
    ;; How many arguments there are goes to address 20, and how many bytes they take to 24.
    (drop (call $args_sizes_get (i32.const 20) (i32.const 24)))

    ;; Their addresses go to 1024 and on, and the strings themselves to 2048 and on.
    (drop (call $args_get (i32.const 1024) (i32.const 2048)))

    ;; The address of the second argument is at 1028.
    (call $print (i32.load (i32.const 1028)))

    ;; The same for the environment, somewhere else.
    (drop (call $environ_sizes_get (i32.const 20) (i32.const 24)))
    (drop (call $environ_get (i32.const 3072) (i32.const 4096)))
    (call $print (i32.load (i32.const 3072)))))
