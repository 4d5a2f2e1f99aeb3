const WASI = 'wasi_snapshot_preview1';

/**
 * Opens `in.txt` (descriptor 4) in its first directory, which is to begin with `hello, `, reads it into buffers of 5 and 0 and 100 bytes, writes `\x00\t"ü…`
 * to stdout from two buffers, looks at the file, takes 4 random bytes, fails to open `n\xff`, and ends.
 */
export const MOVING = `(module
  (import "${WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "${WASI}" "fd_filestat_get" (func $stat (param i32 i32) (result i32)))
  (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "in.txtn\\ff")
  (data (i32.const 80) "\\00\\09plain\\c3\\bc1")
  (func $start (export "_start")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 64) (i32.const 6) (i32.const 0) (i64.const 0x200002) (i64.const 0) (i32.const 0) (i32.const 8)))
    (i32.store (i32.const 16) (i32.const 256)) (i32.store (i32.const 20) (i32.const 5))
    (i32.store (i32.const 24) (i32.const 300)) (i32.store (i32.const 28) (i32.const 0))
    (i32.store (i32.const 32) (i32.const 400)) (i32.store (i32.const 36) (i32.const 100))
    (call $move)
    (drop (call $stat (i32.const 4) (i32.const 1024)))
    (drop (call $random (i32.const 2048) (i32.const 4)))
    (drop (call $open (i32.const 3) (i32.const 1) (i32.const 70) (i32.const 2) (i32.const 1) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))))
  (func $move
    (drop (call $read (i32.const 4) (i32.const 16) (i32.const 3) (i32.const 48)))
    (i32.store (i32.const 16) (i32.const 80)) (i32.store (i32.const 20) (i32.const 2))
    (i32.store (i32.const 24) (i32.const 82)) (i32.store (i32.const 28) (i32.const 8))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 2) (i32.const 48)))))`;
