/** Programs that never end by themselves, as WebAssembly text. Each says on stdout that it is about to do so for ever. */

const WASI = 'wasi_snapshot_preview1';

/** An import of a program, beside `fd_write`, and its endless loop. */
const guest = (imports: string, forever: string, before = '') => `(module
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  ${imports}
  (memory (export "memory") 1)
  (data (i32.const 64) "now\\n")
  (data (i32.const 80) "made.txt")
  (func (export "_start")
    ${before}
    (i32.store (i32.const 0) (i32.const 64))
    (i32.store (i32.const 4) (i32.const 4))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    ${forever}))`;

const OPEN = `(import "${WASI}" "path_open" (func $open
  (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))`;

/** Opens `made.txt`, with flags. */
const opening = (flags: number) => `(drop (call $open (i32.const 3) (i32.const 0) (i32.const 80) (i32.const 8)
  (i32.const ${flags}) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 16)))`;

const COMPUTE = '(loop $again (br $again))';

/** Endless programs, by name. */
export const FOREVER = {
  computes: guest('', COMPUTE),
  calls: guest(
    `(import "${WASI}" "sched_yield" (func $yield (result i32)))`,
    '(loop $again (drop (call $yield)) (br $again))',
  ),
  'reads its stdin': guest(
    `(import "${WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))`,
    '(drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))',
  ),
  sleeps: guest(
    `(import "${WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))`,
    `(i32.store (i32.const 272) (i32.const 1))
     (i64.store (i32.const 280) (i64.const 9000000000000000))
     (drop (call $poll (i32.const 256) (i32.const 512) (i32.const 1) (i32.const 8)))`,
  ),
} as const;

/** The same for whatever else such a program has done before. */
export const CREATING = guest(OPEN, COMPUTE, opening(1));
export const MISSING = guest(OPEN, COMPUTE, opening(0));
