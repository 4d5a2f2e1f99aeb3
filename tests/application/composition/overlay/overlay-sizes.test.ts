import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { diff, memoryDirectory, memoryPorts, populate, snapshot } from '../../../../adapters/memory/index.js';
import { NodeFileSystem } from '../../../../adapters/node/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { faulty, overlay, quota } from '../../../../application/composition/index.js';
import { openFile, put, statOf, take, vectors } from '../../../../application/contract/index.js';
import { type Directory, Open } from '../../../../domain/index.js';
import { buildWat } from '../../../guests/build-wat.js';
import { LINUX, needing, POSIX } from '../../../needs.js';

const READ_WRITE = Open.READ | Open.WRITE | Open.CREATE;
const PEBIBYTE = 2 ** 50;
const TEBIBYTE = 2 ** 40;
const BLOCK = 4096;

/** Makes a directory in a directory, goes into it, and so on; at the bottom, an empty file. */
const digging = (levels: number) => `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $fd_close (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "d")
  (func $check (param i32) (if (local.get 0) (then (call $proc_exit (local.get 0)))))
  (func $open (param $fd i32) (param $oflags i32)
    (call $check (call $path_open (local.get $fd) (i32.const 0) (i32.const 16) (i32.const 1) (local.get $oflags)
      (i64.const 0x6602) (i64.const 0x3fffffff) (i32.const 0) (i32.const 0))))
  (func (export "_start") (local $fd i32) (local $left i32)
    (local.set $fd (i32.const 3))
    (local.set $left (i32.const ${levels}))
    (loop $again
      (call $check (call $mkdir (local.get $fd) (i32.const 16) (i32.const 1)))
      (call $open (local.get $fd) (i32.const 2))
      (if (i32.ne (local.get $fd) (i32.const 3)) (then (call $check (call $fd_close (local.get $fd)))))
      (local.set $fd (i32.load (i32.const 0)))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (call $open (local.get $fd) (i32.const 1))))`;

/** Directories below each other, made without a path. */
function dig(root: Directory, levels: number): void {
  let here = root.open('.', Open.READ | Open.DIRECTORY) as Directory;
  for (let i = 0; i < levels; i++) {
    here.createDirectory('d');
    const next = here.open('d', Open.READ | Open.DIRECTORY) as Directory;
    here.close();
    here = next;
  }
  openFile(here, 'file', READ_WRITE).close();
  here.close();
}

function inScratch(test: (path: string) => void | Promise<void>): () => Promise<void> {
  return async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'hostcall-'));
    try {
      await test(scratch);
    } finally {
      // Node cannot remove what is deeper than a path can be long.
      execFileSync('rm', ['-rf', scratch]);
    }
  };
}

function write(directory: Directory, name: string, at: number, text: string): void {
  const file = openFile(directory, name, READ_WRITE);
  expect(file.write(vectors(text), at)).to.equal(text.length);
  file.close();
}

function grow(directory: Directory, name: string, size: number): void {
  const file = openFile(directory, name, READ_WRITE);
  expect(file.setSize(size)).to.equal(0);
  file.close();
}

function textAt(directory: Directory, name: string, at: number, length: number): string {
  const file = openFile(directory, name, Open.READ);
  const array = new Uint8Array(length);
  file.read({ array, count: 1, offsets: [0], lengths: [length], total: length }, at);
  file.close();
  return new TextDecoder().decode(array);
}

describe('Holes', () => {
  it('stay holes where an overlay is applied: a sparse file of 1 PiB takes the memory of its data', () => {
    const quotas = { memory: 16 * 65_536 };
    const [base, upper] = [memoryDirectory({}, { quotas }), memoryDirectory({}, { quotas })];
    const layered = overlay(base, upper);
    const root = layered.openDirectory();
    grow(root, 'sparse', PEBIBYTE);
    write(root, 'sparse', 5, 'first');
    write(root, 'sparse', PEBIBYTE / 2, 'middle');
    grow(root, 'empty', PEBIBYTE);
    root.close();
    expect(layered.changes().added.map(({ path }) => path)).to.deep.equal(['empty', 'sparse']);
    layered.apply();
    expect(statOf(base, 'sparse').size).to.equal(BigInt(PEBIBYTE));
    expect(statOf(base, 'empty').size).to.equal(BigInt(PEBIBYTE));
    expect(textAt(base, 'sparse', 0, 12)).to.equal('\0\0\0\0\0first\0\0');
    expect(textAt(base, 'sparse', PEBIBYTE / 2 - 2, 9)).to.equal('\0\0middle\0');
  });

  it('stay holes where a file is copied up, and where it is compared', () => {
    const quotas = { memory: 16 * 65_536 };
    const base = memoryDirectory({}, { quotas });
    grow(base, 'sparse', PEBIBYTE);
    write(base, 'sparse', PEBIBYTE - 3, 'end');
    const layered = overlay(base, memoryDirectory({}, { quotas }));
    const root = layered.openDirectory();
    write(root, 'sparse', PEBIBYTE - 3, 'end');
    expect(layered.changes().changed).to.deep.equal([]);
    write(root, 'sparse', 0, 'x');
    expect(layered.changes().changed.map(({ path }) => path)).to.deep.equal(['sparse']);
    expect(textAt(root, 'sparse', PEBIBYTE - 4, 4)).to.equal('\0end');
    root.close();
  });

  it(
    'stay holes on the host',
    inScratch(path => {
      const base = new NodeFileSystem().openPreopen(path) as Directory;
      const layered = overlay(base, memoryDirectory());
      const root = layered.openDirectory();
      grow(root, 'sparse', TEBIBYTE);
      write(root, 'sparse', TEBIBYTE - 10, 'x');
      write(root, 'zeros', 0, '\0'.repeat(100 * BLOCK));
      write(root, 'zeros', 50 * BLOCK, 'y');
      root.close();
      layered.apply();
      layered.close();
      const [sparse, zeros] = [statSync(join(path, 'sparse')), statSync(join(path, 'zeros'))];
      expect([sparse.size, zeros.size]).to.deep.equal([TEBIBYTE, 100 * BLOCK]);
      // In units of 512 bytes.
      if (LINUX.met) expect(Math.max(sparse.blocks, zeros.blocks)).to.be.below(256);
    }),
  );

  it('stay holes where a tree is planted', () => {
    const page = 65_536;
    const content = new Uint8Array(100 * page + 10);
    content[50 * page] = 1;
    const directory = memoryDirectory({}, { quotas: { memory: 1024 + page } });
    populate(directory, { content });
    expect((snapshot(directory).get('content') as { content: Uint8Array }).content).to.deep.equal(content);
  });
});

describe('Applying an overlay', () => {
  it('is refused before anything is written if the base has no space for it', () => {
    const base = memoryDirectory({ old: 'x'.repeat(10) });
    const layered = overlay(quota(base, { bytes: 100 }), memoryDirectory());
    const root = layered.openDirectory();
    put(root, 'a', 'a'.repeat(60));
    put(root, 'b', 'b'.repeat(60));
    root.close();
    expect(() => layered.apply()).to.throw(
      'the overlay has 120 bytes to write, and the base has space for 90; nothing was written',
    );
    expect([...snapshot(base).keys()]).to.deep.equal(['old']);
    const again = layered.openDirectory();
    again.unlink('b');
    put(again, 'old', 'o'.repeat(40));
    again.close();
    layered.apply();
    expect([...snapshot(base).keys()]).to.deep.equal(['a', 'old']);
  });

  it('says what was written when it fails halfway, and keeps the rest', () => {
    const base = memoryDirectory();
    const failing = faulty(base, [{ operation: 'open', path: 'b', errno: 'EIO', when: 1 }]);
    const layered = overlay(failing, memoryDirectory());
    const root = layered.openDirectory();
    for (const name of ['a', 'b', 'c']) put(root, name, name);
    root.close();
    expect(() => layered.apply()).to.throw(/"b": EIO .*; 1 of 3 changes were written, the rest was not$/);
    expect(take(base, 'a')).to.equal('a');
    layered.apply();
    expect([...snapshot(base).keys()]).to.deep.equal(['a', 'b', 'c']);
  });

  it('leaves a file whose new version the base refuses as it was', () => {
    for (const operation of ['write', 'rename'] as const) {
      const base = memoryDirectory({ old: 'what it was' });
      const failing = faulty(base, [{ operation, errno: 'ENOSPC', when: 1 }]);
      const layered = overlay(failing, memoryDirectory());
      const root = layered.openDirectory();
      put(root, 'old', 'new');
      root.close();
      expect(() => layered.apply()).to.throw(/"old": ENOSPC .*; 0 of 1 changes were written, the rest was not$/);
      expect(take(base, 'old')).to.equal('what it was');
      expect([...snapshot(base).keys()]).to.deep.equal(['old']);
      layered.apply();
      expect(take(base, 'old')).to.equal('new');
      expect([...snapshot(base).keys()]).to.deep.equal(['old']);
    }
  });

  it('asks for space for a new version beside the former one', () => {
    const base = memoryDirectory({ old: 'x'.repeat(60) });
    const layered = overlay(quota(base, { bytes: 100 }), memoryDirectory());
    const root = layered.openDirectory();
    put(root, 'old', 'y'.repeat(61));
    root.close();
    expect(() => layered.apply()).to.throw(
      'the overlay has 61 bytes to write, and the base has space for 40; nothing was written',
    );
    expect(take(base, 'old')).to.equal('x'.repeat(60));
  });

  needing(POSIX).it(
    'keeps the permissions of a file that changed, and its other names',
    inScratch(path => {
      for (const name of ['script', 'one']) writeFileSync(join(path, name), name);
      chmodSync(join(path, 'script'), 0o751);
      linkSync(join(path, 'one'), join(path, 'two'));
      const layered = overlay(new NodeFileSystem().openPreopen(path) as Directory, memoryDirectory());
      const root = layered.openDirectory();
      for (const name of ['script', 'one']) put(root, name, `${name}, changed`);
      root.close();
      layered.apply();
      layered.close();
      expect(statSync(join(path, 'script')).mode & 0o7777).to.equal(0o751);
      expect(readFileSync(join(path, 'script'), 'utf8')).to.equal('script, changed');
      expect(readFileSync(join(path, 'two'), 'utf8')).to.equal('one, changed');
      expect(readdirSync(path)).to.have.members(['script', 'one', 'two']);
    }),
  );

  it(
    'asks the host how much space there is',
    inScratch(path => {
      const directory = new NodeFileSystem().openPreopen(path) as Directory;
      const { bavail, bsize, blocks } = statfsSync(path);
      const free = directory.freeBytes?.() ?? -1;
      expect(free).to.be.within(0, blocks * bsize);
      if (bavail > 0) expect(free).to.be.greaterThan(0);
      directory.close();
    }),
  );
});

describe('What is deep', () => {
  const DEEP = 3200;

  it(
    'can be compared, taken down, loaded and written to the host, however deep a guest has made it',
    inScratch(async path => {
      const base = new NodeFileSystem().openPreopen(path) as Directory;
      const upper = memoryDirectory();
      const layered = overlay(base, upper);
      const { exitCode } = await createRuntime(memoryPorts()).run(await buildWat(digging(DEEP)), {
        preopens: { '/': upper },
      });
      expect(exitCode).to.equal(0);
      expect(layered.changes().added).to.have.length(DEEP + 1);
      const before = snapshot(upper);
      expect(before.size).to.equal(DEEP + 1);
      expect(diff(before, snapshot(memoryDirectory(before)))).to.deep.equal({ added: [], changed: [], removed: [] });
      layered.apply();
      expect(upper.list()).to.deep.equal([]);
      expect(diff(before, snapshot(base))).to.deep.equal({ added: [], changed: [], removed: [] });
      layered.close();
    }),
  ).timeout(600_000);

  it('can be removed from the base and lie under a renamed directory', () => {
    const base = memoryDirectory();
    for (const name of ['gone', 'moved']) {
      base.createDirectory(name);
      const into = { directory: base, steps: 0 };
      base.descend(name, into);
      dig(into.directory, DEEP);
    }
    const shown = memoryDirectory();
    const layered = overlay(base, shown);
    const root = layered.openDirectory();
    expect(root.rename('moved', root, 'here')).to.equal(0);
    root.close();
    const { added, removed } = layered.changes();
    expect([added.length, removed.length]).to.deep.equal([DEEP + 2, DEEP + 2]);
    layered.apply();
    expect(base.descend(`here/${'d/'.repeat(DEEP - 1)}d`, { directory: base, steps: 0 })).to.equal(0);
    expect(base.descend('moved', { directory: base, steps: 0 })).to.be.below(0);
  }).timeout(600_000);

  it('is taken down and counted at 12,500 levels', () => {
    const deep = memoryDirectory();
    dig(deep, 12_500);
    expect(snapshot(deep).size).to.equal(12_501);
    expect(() => quota(deep, { inodes: 20_000 })).not.to.throw();
  }).timeout(600_000);
});
