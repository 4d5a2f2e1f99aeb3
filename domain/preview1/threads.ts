/**
 * What wasi-threads adds, as rows of the table: for a program that shares its memory with threads that it starts.
 *
 * Source: https://github.com/WebAssembly/wasi-threads/blob/main/README.md, and wasi-libc's
 * https://github.com/WebAssembly/wasi-libc/blob/main/libc-top-half/musl/src/thread/pthread_create.c, which calls it.
 */
import type { HostcallDescription } from './hostcall-description.js';

/** Module name under which wasi-threads' hostcalls are imported. */
export const THREADS = 'wasi';

/** The function that a program with threads exports: a new thread begins in it, with its number and what was passed to thread-spawn. */
export const THREAD_START = 'wasi_thread_start';

/** The largest number that a thread can have: those beyond are for the program's own use. */
export const LARGEST_TID = 0x1fff_ffff;

export const threadHostcalls = {
  'thread-spawn': {
    family: 'threads',
    params: [{ name: 'start_arg', kind: 'startarg' }],
    results: [{ name: 'tid', kind: 'tid' }],
    errnos: ['EAGAIN'],
    classes: ['process'],
    returnsResult: true,
    since: 'threads',
  },
} as const satisfies Record<string, HostcallDescription>;
