(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_fdstat_set_rights"
    (func $fd_fdstat_set_rights (param i32 i64 i64) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "list.txt")
  (data (i32.const 96) "milk\n")

  ;; Rights are bits. FD_READ is 2, FD_WRITE is 64, and both together are 66.

  ;; Writes "milk" and a newline.
  (func $write (param $fd i32)
    (i32.store (i32.const 0) (i32.const 96))
    (i32.store (i32.const 4) (i32.const 5))
    (drop (call $fd_write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 16))))

  (func (export "_start")
    (local $fd i32)
    (drop (call $path_open
      (i32.const 3)                  ;; the directory: the preopen /data
      (i32.const 0)
      (i32.const 64) (i32.const 8)   ;; the path: "list.txt"
      (i32.const 0)
      (i64.const 2)                  ;; the rights that the descriptor is to have: FD_READ
      (i64.const 0)                  ;; those that it is to hand down
      (i32.const 0)
      (i32.const 32)))               ;; where the number of the descriptor goes
    (local.set $fd (i32.load (i32.const 32)))

    (call $write (local.get $fd))

    ;; Give FD_WRITE up here, and keep FD_READ.

    (call $write (local.get $fd))

    ;; Ask for FD_WRITE back.
    (drop (call $fd_fdstat_set_rights (local.get $fd) (i64.const 66) (i64.const 0)))))
