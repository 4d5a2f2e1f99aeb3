import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { memoryDirectory, memoryPorts } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { type DirectorySource, overlay, quota } from '../../application/composition/index.js';
import { formatStrace } from '../../application/formats/index.js';
import type { Directory } from '../../domain/index.js';
import { Errno, LONGEST_LABEL } from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';

const ROOT = 3;
/** Where in its memory a guest keeps things. */
const RESULT = 0;
const PATH = 16;
const LONGEST_PATH = 4096;
const NAME = 254;

const imports = `
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_link" (func $path_link (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $fd_readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 2)
  (data (i32.const ${PATH}) "${'./'.repeat((LONGEST_PATH - 1) / 2)}.")
  ;; Writes a number in letters to the end of the path.
  (func $number (param $n i32) (local $at i32)
    (local.set $at (i32.const ${PATH + LONGEST_PATH - 1}))
    (loop $digits
      (i32.store8 (local.get $at) (i32.add (i32.const 97) (i32.rem_u (local.get $n) (i32.const 26))))
      (local.set $n (i32.div_u (local.get $n) (i32.const 26)))
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (br_if $digits (i32.gt_s (local.get $n) (i32.const 0)))))
  (func $fill (memory.fill
    (i32.const ${PATH + LONGEST_PATH - NAME}) (i32.const 120) (i32.const ${NAME})))`;

/** Opens a directory through itself, by a path of 4,096 bytes, as often as it can; exits with the errno. */
const opening = (times: number) => `(module ${imports}
  (func (export "_start") (local $fd i32) (local $errno i32) (local $left i32)
    (local.set $fd (i32.const ${ROOT}))
    (local.set $left (i32.const ${times}))
    (loop $again
      (local.set $errno (call $path_open (local.get $fd) (i32.const 0) (i32.const ${PATH}) (i32.const ${LONGEST_PATH - 1})
        (i32.const 0) (i64.const 0x6000) (i64.const 0x3fffffff) (i32.const 0) (i32.const ${RESULT})))
      (local.set $fd (i32.load (i32.const ${RESULT})))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (i32.and (i32.eqz (local.get $errno)) (i32.gt_s (local.get $left) (i32.const 0)))))
    (call $proc_exit (local.get $errno))))`;

/** Makes empty files with names of 254 bytes, each by a path of 4,096 bytes, and has twelve descriptors list them. */
const listing = (files: number) => `(module ${imports}
  (func (export "_start") (local $errno i32) (local $left i32)
    (call $fill)
    (local.set $left (i32.const ${files}))
    (loop $again
      (call $number (local.get $left))
      (local.set $errno (call $path_open (i32.const ${ROOT}) (i32.const 0) (i32.const ${PATH}) (i32.const ${LONGEST_PATH})
        (i32.const 1) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const ${RESULT})))
      (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
      (drop (call $fd_close (i32.load (i32.const ${RESULT}))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (i32.store8 (i32.const ${PATH}) (i32.const 46))
    (local.set $left (i32.const 12))
    (loop $list
      (local.set $errno (call $path_open (i32.const ${ROOT}) (i32.const 0) (i32.const ${PATH}) (i32.const 1)
        (i32.const 2) (i64.const 0x4000) (i64.const 0) (i32.const 0) (i32.const ${RESULT})))
      (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
      (local.set $errno (call $fd_readdir (i32.load (i32.const ${RESULT})) (i32.const 8192) (i32.const 400) (i64.const 0)
        (i32.const ${RESULT})))
      (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $list (local.get $left)))))`;

/** Makes a file and links to it until it is refused; exits with the errno, or 0 after `most`. */
const linking = (most: number) => `(module ${imports}
  (func (export "_start") (local $errno i32) (local $left i32)
    (call $fill)
    (local.set $errno (call $path_open (i32.const ${ROOT}) (i32.const 0) (i32.const ${PATH + LONGEST_PATH - NAME}) (i32.const ${NAME})
      (i32.const 1) (i64.const 0) (i64.const 0) (i32.const 0) (i32.const ${RESULT})))
    (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
    (memory.copy (i32.const 8192) (i32.const ${PATH + LONGEST_PATH - NAME}) (i32.const ${NAME}))
    (local.set $left (i32.const ${most}))
    (loop $again
      (call $number (local.get $left))
      (local.set $errno (call $path_link (i32.const ${ROOT}) (i32.const 0) (i32.const 8192) (i32.const ${NAME})
        (i32.const ${ROOT}) (i32.const ${PATH + LONGEST_PATH - NAME}) (i32.const ${NAME})))
      (if (local.get $errno) (then (call $proc_exit (local.get $errno))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))))`;

/** Runs a guest in a process with so many MiB of heap. */
async function runWithHeap(wat: string, mebibytes: number): Promise<{ exitCode: number; traced: boolean }> {
  const file = join(tmpdir(), `hostcall-${randomUUID()}.wasm`);
  writeFileSync(file, await buildWat(wat));
  try {
    const main = fileURLToPath(new URL('held-memory.js', import.meta.url));
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [`--max-old-space-size=${mebibytes}`, '--no-warnings', main, file],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`the host died: ${stderr.slice(0, 600)}`);
    return JSON.parse(stdout);
  } finally {
    rmSync(file, { force: true });
  }
}

describe('The memory kept for a guest', () => {
  it('for the labels of 4,096 descriptors, each opened through the one before, fits a small heap', async () => {
    expect(await runWithHeap(opening(100_000), 48)).to.deep.equal({ exitCode: Errno.EMFILE, traced: true });
  });

  it('for names is that of the names, and for listings is limited: 10,000 files and twelve listings fit a small heap', async () => {
    expect(await runWithHeap(listing(10_000), 48)).to.deep.equal({ exitCode: 0, traced: true });
  });

  it('for a trace grows with the calls, not with earlier ones', async () => {
    const lengthOf = async (calls: number) => {
      const runtime = createRuntime(memoryPorts());
      let length = 0;
      runtime.hostcalls$.subscribe(call => {
        length += formatStrace(call).length + JSON.stringify(call).length;
      });
      await runtime.run(await buildWat(opening(calls)), { preopens: { '/': memoryDirectory() } });
      return length;
    };
    const [few, many] = [await lengthOf(20), await lengthOf(200)];
    expect(many).to.be.at.most(10 * few + 10 * LONGEST_LABEL);
  });

  const places: Record<string, () => Directory | DirectorySource> = {
    'a directory in memory': () => memoryDirectory({}, { quotas: { inodes: 10 } }),
    'a quota': () => quota(memoryDirectory(), { inodes: 10 }),
    'an overlay': () => overlay(memoryDirectory(), memoryDirectory({}, { quotas: { inodes: 10 } })),
    'an overlay under a quota': () => quota(overlay(memoryDirectory(), memoryDirectory()), { inodes: 10 }),
    'a directory in memory with little of it': () => memoryDirectory({}, { quotas: { memory: 9 * 1024 } }),
  };
  for (const [name, make] of Object.entries(places)) {
    it(`includes each name of a file in ${name}`, async () => {
      const runtime = createRuntime(memoryPorts());
      let links = 0;
      runtime.watch({ calls: ['path_link'], status: ['successful'] }).subscribe(() => links++);
      const { exitCode } = await runtime.run(await buildWat(linking(1000)), { preopens: { '/': make() } });
      expect({ exitCode, links }).to.deep.equal({ exitCode: Errno.ENOSPC, links: 8 });
    });
  }
});
