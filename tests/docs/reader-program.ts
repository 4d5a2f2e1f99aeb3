/** Opens `./x/../secret/key`, copies `notes.txt` to standard output, and exits with the errno of the first. */
export const READER = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "notes.txt")
  (data (i32.const 16) "./x/../secret/key")
  (data (i32.const 64) "\\00\\01\\00\\00\\40\\00\\00\\00")
  (func $open (param $path i32) (param $length i32) (result i32)
    (call $path_open (i32.const 3) (i32.const 0) (local.get $path) (local.get $length) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 48)))
  (func (export "_start") (local $errno i32)
    (local.set $errno (call $open (i32.const 16) (i32.const 17)))
    (drop (call $open (i32.const 0) (i32.const 9)))
    (drop (call $fd_read (i32.load (i32.const 48)) (i32.const 64) (i32.const 1) (i32.const 68)))
    (drop (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 80)))
    (call $proc_exit (local.get $errno))))`;
