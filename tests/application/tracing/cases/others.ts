import { Errno } from '../../../../domain/index.js';
import type { Case } from './case.js';
import { ARGS, answers, answers64, OOB, OUT, subscribeClock, subscribeRead, writes } from './layouts.js';

/** Calls of the other hostcalls: what succeeds, what fails, what lies out of bounds. */
export const otherCases: readonly Case[] = [
  {
    name: 'args_get',
    args: [0x100, 0x200],
    work: ({ memory }) => memory.u8.set(ARGS, 0x200),
    line: 'args_get(["main.wasm", "two words", "\\303\\251\\n"], 0x200) = 0',
  },
  {
    name: 'args_get',
    args: [0x100, 0xffff_fff0 | 0],
    errno: Errno.EFAULT,
    line: `args_get(0x100, 0xfffffff0 ${OOB}) = -1 EFAULT (Bad address)`,
  },
  {
    name: 'args_sizes_get',
    args: [0x100, 0x104],
    work: guest => guest.u32(0x100, 3, 22),
    line: 'args_sizes_get([3], [22])               = 0',
  },
  {
    name: 'environ_get',
    args: [0x100, 0x200],
    work: ({ memory }) => memory.u8.set(ARGS, 0x200),
    line: 'environ_get(["main.wasm", "two words", "\\303\\251\\n"], 0x200) = 0',
  },
  {
    name: 'environ_sizes_get',
    args: [0x100, 0x104],
    work: guest => guest.u32(0x100, 0, 0),
    line: 'environ_sizes_get([0], [0])             = 0',
  },
  {
    name: 'clock_res_get',
    args: [1, 0x100],
    work: answers64(0x100, 1000n),
    line: 'clock_res_get(CLOCK_MONOTONIC, [1000ns]) = 0',
  },
  {
    name: 'clock_res_get',
    args: [9, 0x100],
    errno: Errno.EINVAL,
    line: 'clock_res_get(9 /* ??? */, 0x100)       = -1 EINVAL (Invalid argument)',
  },
  {
    name: 'clock_time_get',
    args: [0, 1000n, 0x100],
    work: answers64(0x100, 1_700_000_000_000_000_001n),
    line: 'clock_time_get(CLOCK_REALTIME, 1000ns, [1700000000.000000001]) = 0',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x800, 2, OUT],
    before: guest => {
      subscribeRead(guest, 0x400, 0n, 0);
      subscribeClock(guest, 0x430, 0x440, 0);
    },
    work: guest => {
      guest.u64(0x800, 0n, 0n);
      guest.u32(OUT, 1);
    },
    line: 'poll_oneoff([{userdata=0x0, FD_READ, fd=0<stdin>}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=100000000ns, 0}], 2) = 1 ([{userdata=0x0, CLOCK}])',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x800, 2, OUT],
    abi: 'unstable',
    before: guest => {
      subscribeRead(guest, 0x400, 0xffff_ffff_ffff_ffffn, 9);
      subscribeClock(guest, 0x438, 0x450, 1);
    },
    work: guest => {
      guest.u64(0x800, 0xffff_ffff_ffff_ffffn);
      guest.u16(0x808, Errno.EBADF);
      guest.u8(0x80a, 1);
      guest.u64(0x820, 5n);
      guest.u8(0x82a, 2);
      guest.u64(0x830, 10n);
      guest.u16(0x838, 1);
      guest.u32(OUT, 2);
    },
    line: 'poll_oneoff([{userdata=0xffffffffffffffff, FD_READ, fd=9}, {userdata=0x0, CLOCK, CLOCK_REALTIME, timeout=100000000ns, SUBSCRIPTION_CLOCK_ABSTIME}], 2) = 2 ([{userdata=0xffffffffffffffff, FD_READ, error=EBADF}, {userdata=0x5, FD_WRITE, nbytes=10, FD_READWRITE_HANGUP}])',
  },
  {
    name: 'poll_oneoff',
    args: [0x400, 0x7fff_0000, 1, OUT],
    before: guest => guest.u8(0x408, 9),
    errno: Errno.EFAULT,
    line: `poll_oneoff([{userdata=0x0, tag=9 /* ??? */}], 0x7fff0000 ${OOB}, 1) = -1 EFAULT (Bad address)`,
  },
  { name: 'proc_exit', args: [3], line: 'proc_exit(3)                            = ?' },
  { name: 'proc_exit', args: [-1], line: 'proc_exit(4294967295)                   = ?' },
  { name: 'proc_raise', args: [13], line: 'proc_raise(SIGPIPE)                     = 0' },
  { name: 'sched_yield', args: [], line: 'sched_yield()                           = 0' },
  {
    name: 'random_get',
    args: [0x200, 4],
    work: ({ memory }) => memory.u8.set([0xb0, 0x32, 0xf0, 0x2d], 0x200),
    line: 'random_get("\\xb0\\x32\\xf0\\x2d", 4)       = 0',
  },
  {
    name: 'sock_accept',
    args: [4, 4, OUT],
    work: answers(OUT, 1),
    line: 'sock_accept(4</hi.txt>, NONBLOCK)       = 1<stdout>',
  },
  {
    name: 'sock_recv',
    args: [4, 0x100, 1, 1, OUT, OUT + 4],
    before: guest => guest.u32(0x100, 0x200, 8),
    work: guest => {
      guest.text(0x200, 'pong');
      guest.u32(OUT, 4, 1);
    },
    line: 'sock_recv(4</hi.txt>, [{buf="pong", buf_len=8}], 1, RECV_PEEK, [RECV_DATA_TRUNCATED]) = 4',
  },
  {
    name: 'sock_send',
    args: [4, 0x100, 1, 0, OUT],
    before: writes('ping'),
    work: answers(OUT, 4),
    line: 'sock_send(4</hi.txt>, [{buf="ping", buf_len=4}], 1, 0) = 4',
  },
  {
    name: 'sock_shutdown',
    args: [4, 3],
    errno: Errno.ENOTSOCK,
    line: 'sock_shutdown(4</hi.txt>, RD|WR)        = -1 ENOTSOCK (Not a socket)',
  },
];
