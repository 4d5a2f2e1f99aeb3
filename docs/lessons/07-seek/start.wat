(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  ;; fd_pwrite(fd, iovs, iovs_len, offset, nwritten)
  (import "wasi_snapshot_preview1" "fd_pwrite"
    (func $fd_pwrite (param i32 i32 i32 i64 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "log.txt")
  (data (i32.const 80) "third\n")
  (data (i32.const 96) "FIRST")

  ;; Opens log.txt with FD_READ, FD_SEEK, FD_TELL and FD_WRITE.
  (func $open (param $fdflags i32) (result i32)
    (drop (call $path_open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 7)
      (i32.const 0) (i64.const 102) (i64.const 0) (local.get $fdflags) (i32.const 32)))
    (i32.load (i32.const 32)))

  ;; Makes the iovec at address 0.
  (func $iovec (param $address i32) (param $length i32)
    (i32.store (i32.const 0) (local.get $address))
    (i32.store (i32.const 4) (local.get $length)))

  (func (export "_start")
    (local $log i32)
    (local $file i32)

    ;; A flag makes every write go to the end of the file. APPEND is 1.
    (local.set $log (call $open (i32.const 0)))
    (call $iovec (i32.const 80) (i32.const 6))
    (drop (call $fd_write (local.get $log) (i32.const 0) (i32.const 1) (i32.const 16)))

    (local.set $file (call $open (i32.const 0)))

    ;; Write "FIRST" over the first word here, with fd_pwrite.

    ;; Read six bytes from where the descriptor is, and print them.
    (call $iovec (i32.const 128) (i32.const 6))
    (drop (call $fd_read (local.get $file) (i32.const 0) (i32.const 1) (i32.const 16)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))))
