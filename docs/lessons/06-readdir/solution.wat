(module
  (import "wasi_snapshot_preview1" "fd_readdir"
    (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file"
    (func $path_unlink_file (param i32 i32 i32) (result i32)))

  (memory (export "memory") 1)

  ;; The buffer for entries is at 1024 and has 128 bytes. How many of them are used goes to 16.

  ;; Removes the files among the entries in the buffer.
  ;; Returns the cookie of the last entry that is whole, or 0 if there is none.
  (func $remove_listed (param $used i32) (result i64)
    (local $entry i32)
    (local $end i32)
    (local $next i32)
    (local $cookie i64)
    (local.set $entry (i32.const 1024))
    (local.set $end (i32.add (i32.const 1024) (local.get $used)))
    (block $done
      (loop $again
        ;; An entry: cookie (8 bytes), inode (8), length of the name (4), type (4), and the name.
        (br_if $done (i32.gt_u (i32.add (local.get $entry) (i32.const 24)) (local.get $end)))
        (local.set $next (i32.add (i32.add (local.get $entry) (i32.const 24))
          (i32.load offset=16 (local.get $entry))))
        (br_if $done (i32.gt_u (local.get $next) (local.get $end)))
        ;; 4 is REGULAR_FILE.
        (if (i32.eq (i32.load8_u offset=20 (local.get $entry)) (i32.const 4))
          (then
            (drop (call $path_unlink_file (i32.const 3)
              (i32.add (local.get $entry) (i32.const 24))
              (i32.load offset=16 (local.get $entry))))))
        (local.set $cookie (i64.load (local.get $entry)))
        (local.set $entry (local.get $next))
        (br $again)))
    (local.get $cookie))

  (func (export "_start")
    (local $cookie i64)

    (loop $next
      (drop (call $fd_readdir (i32.const 3) (i32.const 1024) (i32.const 128) (local.get $cookie) (i32.const 16)))
      (local.set $cookie (call $remove_listed (i32.load (i32.const 16))))
      ;; A full buffer means that there may be more.
      (br_if $next (i32.eq (i32.load (i32.const 16)) (i32.const 128))))))
