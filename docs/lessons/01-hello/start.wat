(module
  ;; fd_write(fd, iovs, iovs_len, nwritten) -> errno
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "Hello, ")
  (data (i32.const 96) "world!\n")

  (func (export "_start")
    ;; The first iovec, at address 0: where the bytes are, and how many.
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 7))

    ;; The second iovec belongs here.

    (drop (call $fd_write
      (i32.const 1)       ;; the descriptor: standard output
      (i32.const 0)       ;; where the iovecs are
      (i32.const 1)       ;; how many there are
      (i32.const 16)))))  ;; where the number of bytes goes that were written
