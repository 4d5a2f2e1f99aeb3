;; Writes two buffers by one call, and exits.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 32) "hello, ")
  (data (i32.const 48) "world\n")
  ;; Two iovecs: a pointer and a length each.
  (data (i32.const 0) "\20\00\00\00\07\00\00\00" "\30\00\00\00\06\00\00\00")
  (func (export "_start")
    (drop (call $fd_write
      (i32.const 1)      ;; standard output
      (i32.const 0)      ;; the iovecs
      (i32.const 2)      ;; how many there are
      (i32.const 16)))))  ;; where the number of bytes is written
