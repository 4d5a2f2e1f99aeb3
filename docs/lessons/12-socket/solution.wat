(module
  (import "wasi_snapshot_preview1" "fd_fdstat_set_flags"
    (func $fd_fdstat_set_flags (param i32 i32) (result i32)))
  ;; sock_accept(fd, flags, connection)
  (import "wasi_snapshot_preview1" "sock_accept"
    (func $sock_accept (param i32 i32 i32) (result i32)))
  ;; sock_recv(fd, iovs, iovs_len, flags, nread, flags out)
  (import "wasi_snapshot_preview1" "sock_recv"
    (func $sock_recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  ;; sock_send(fd, iovs, iovs_len, flags, nwritten)
  (import "wasi_snapshot_preview1" "sock_send"
    (func $sock_send (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_shutdown"
    (func $sock_shutdown (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close"
    (func $fd_close (param i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 64) "Hello, ")

  ;; Answers one client: "Hello, " and what it has sent.
  (func $serve (param $connection i32)
    ;; What the client sends goes to 128, and how long it is to 12: the second iovec is then what has come.
    (i32.store (i32.const 8) (i32.const 128))
    (i32.store (i32.const 12) (i32.const 64))
    (drop (call $sock_recv (local.get $connection) (i32.const 8) (i32.const 1) (i32.const 0)
      (i32.const 12) (i32.const 24)))
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 7))
    (drop (call $sock_send (local.get $connection) (i32.const 0) (i32.const 2) (i32.const 0) (i32.const 28))))

  (func (export "_start")
    ;; 3 is the socket that listens. With NONBLOCK (4), accepting does not wait for a client.
    (drop (call $fd_fdstat_set_flags (i32.const 3) (i32.const 4)))

    (block $end
      (loop $next
        ;; EAGAIN: nobody waits any more.
        (br_if $end (call $sock_accept (i32.const 3) (i32.const 0) (i32.const 32)))
        (call $serve (i32.load (i32.const 32)))
        ;; 2 is WR: nothing more is sent.
        (drop (call $sock_shutdown (i32.load (i32.const 32)) (i32.const 2)))
        (drop (call $fd_close (i32.load (i32.const 32))))
        (br $next)))))
