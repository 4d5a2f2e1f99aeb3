import { expect } from 'chai';
import { memoryDirectory, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import {
  mounts,
  overlay,
  quota,
  WrappedDirectory,
  WrappedFile,
  WrappedStream,
} from '../../../application/composition/index.js';
import { GuestStopped } from '../../../application/errors.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Directory, DirectoryEntry, File, Iovecs, Ports, Random } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

const MIB = 2 ** 20;
/** The requests of a call. */
const LENGTH = 20 * MIB;

/** Opens a file, makes the call of its name for 20 MiB in two buffers, and returns what it has moved, or the errno as a negative number. */
const PROGRAM = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pread" (func $pread (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_pwrite" (func $pwrite (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open
    (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 340)
  (data (i32.const 0) "\\00\\00\\01\\00\\03\\00\\00\\00\\03\\00\\01\\00\\fd\\ff\\3f\\01")
  (data (i32.const 32) "file")
  (func $file (result i32)
    (if (call $open (i32.const 3) (i32.const 0) (i32.const 32) (i32.const 4) (i32.const 0)
      (i64.const 0x66) (i64.const 0) (i32.const 0) (i32.const 16)) (then unreachable))
    (i32.load (i32.const 16)))
  (func $result (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.sub (i32.const 0) (local.get 0))) (else (i32.load (i32.const 16)))))
  (func (export "read") (result i32)
    (call $result (call $read (call $file) (i32.const 0) (i32.const 2) (i32.const 16))))
  (func (export "write") (result i32)
    (call $result (call $write (call $file) (i32.const 0) (i32.const 2) (i32.const 16))))
  (func (export "pread") (result i32)
    (call $result (call $pread (call $file) (i32.const 0) (i32.const 2) (i64.const 5) (i32.const 16))))
  (func (export "pwrite") (result i32)
    (call $result (call $pwrite (call $file) (i32.const 0) (i32.const 2) (i64.const 5) (i32.const 16))))
  (func (export "redirected") (result i32)
    (call $result (call $write (i32.const 1) (i32.const 0) (i32.const 2) (i32.const 16))))
  (func (export "list") (result i32)
    (call $result (call $readdir (i32.const 3) (i32.const 65536) (i32.const 1000) (i64.const 0) (i32.const 16))))
  (func (export "random") (result i32)
    (i32.store (i32.const 16) (i32.const ${LENGTH}))
    (call $result (call $random (i32.const 65536) (i32.const ${LENGTH})))))`;

describe('a call that takes long', () => {
  let program: Uint8Array;
  before(async () => {
    program = await buildWat(PROGRAM);
  });

  /** The sizes of the parts, and when the program must stop. */
  let parts: number[];
  let controller: AbortController;
  let stopsAt: number;
  beforeEach(() => {
    parts = [];
    controller = new AbortController();
    stopsAt = Number.POSITIVE_INFINITY;
  });
  function note(bytes: number): void {
    if (parts.push(bytes) >= stopsAt) controller.abort();
  }

  class NotingFile extends WrappedFile {
    override read(into: Iovecs, offset: number): number {
      note(into.total);
      return super.read(into, offset);
    }

    override write(from: Iovecs, offset: number): number {
      note(from.total);
      return super.write(from, offset);
    }
  }

  class NotingDirectory extends WrappedDirectory {
    protected override reached(inner: Directory): Directory {
      return new NotingDirectory(inner);
    }

    protected override opened(inner: File | Directory): File | Directory {
      return inner.kind === 'file' ? new NotingFile(inner) : new NotingDirectory(inner);
    }

    protected override unwrapped(directory: Directory): Directory {
      return directory instanceof NotingDirectory ? directory.inner : directory;
    }

    override list(pause?: () => void): DirectoryEntry[] | number {
      return super.list(() => {
        note(1);
        pause?.();
      });
    }
  }

  const random: Random = {
    fill(array, offset, length) {
      note(length);
      array.fill(0x52, offset, offset + length);
      return 0;
    },
  };

  async function call(name: string, options: ProgramOptions = {}, files: Record<string, Uint8Array | string> = {}) {
    const directory = memoryDirectory({ file: new Uint8Array(LENGTH + 100).fill(0x46), ...files });
    const ports: Ports = { ...memoryPorts(), random };
    const instance = await createRuntime(ports).instantiate(program, {
      preopens: { '/': new NotingDirectory(directory) },
      signal: controller.signal,
      ...options,
    });
    instance.initialize();
    try {
      return instance.invoke(name);
    } finally {
      instance.close();
    }
  }

  for (const name of ['read', 'write', 'pread', 'pwrite', 'random']) {
    it(`is made in parts: ${name}`, async () => {
      expect(await call(name)).to.equal(LENGTH);
      expect(parts).to.deep.equal(new Array(5).fill(4 * MIB));
    });

    it(`is left in the middle by a program that is stopped: ${name}`, async () => {
      stopsAt = 2;
      const thrown = await call(name).catch(error => error);
      expect(thrown).to.be.instanceOf(GuestStopped);
      expect(parts).to.have.lengthOf(2);
    });
  }

  it('moves every byte to its place', async () => {
    const content = new Uint8Array(LENGTH).map((_, i) => (i * 31 + (i >> 12)) & 0xff);
    const directory = memoryDirectory({ file: content });
    const instance = await createRuntime(memoryPorts()).instantiate(program, { preopens: { '/': directory } });
    instance.initialize();
    expect(instance.invoke('read')).to.equal(LENGTH);
    const memory = new Uint8Array((instance.exports.memory as WebAssembly.Memory).buffer);
    expect(Buffer.compare(memory.subarray(65_536, 65_536 + LENGTH), content)).to.equal(0);
    memory.set(content.toReversed(), 65_536);
    expect(instance.invoke('write')).to.equal(LENGTH);
    expect(instance.invoke('pread')).to.equal(LENGTH - 5);
    const expected = content.toReversed().subarray(5);
    expect(Buffer.compare(memory.subarray(65_536, 65_536 + LENGTH - 5), expected)).to.equal(0);
    instance.close();
  });

  it('reports how much was moved before the end, or before a failure', async () => {
    expect(await call('read', {}, { file: new Uint8Array(9 * MIB) })).to.equal(9 * MIB);
    expect(parts).to.deep.equal([4 * MIB, 4 * MIB, 4 * MIB]);
  });

  it('is left in the middle where stdout is a file', async () => {
    const opened = memoryDirectory({ out: '' }).open('out', 2) as File;
    const stream = new (class extends WrappedStream {
      override get file(): File {
        return opened;
      }

      override write(from: Iovecs): number {
        note(from.total);
        return from.total;
      }
    })(memoryPorts().stdio.stdout);
    expect(await call('redirected', { stdout: stream })).to.equal(LENGTH);
    stopsAt = 7;
    expect(await call('redirected', { stdout: stream }).catch(error => error)).to.be.instanceOf(GuestStopped);
    expect(parts).to.have.lengthOf(7);
  });

  it('is left in the middle of a copy into an overlay, which is as it was', async () => {
    const base = new NotingDirectory(memoryDirectory({ file: new Uint8Array(LENGTH).fill(0x46) }));
    const lower = overlay(base, memoryDirectory());
    const around = mounts(quota(lower, { bytes: 3 * LENGTH }), {});
    stopsAt = 100;
    const stopped = await call('pwrite', { preopens: { '/': around } }).catch(error => error);
    expect(stopped).to.be.instanceOf(GuestStopped);
    // It copies 64 KiB at a time, and checks for a stop after 4 MiB.
    expect(parts).to.have.lengthOf(128);
    expect(lower.changes()).to.deep.equal({ added: [], changed: [], removed: [] });
    controller = new AbortController();
    stopsAt = Number.POSITIVE_INFINITY;
    expect(await call('pwrite', { preopens: { '/': lower } })).to.equal(LENGTH);
    expect(lower.changes().changed).to.have.lengthOf(1);
  });

  it('is left in the middle of a listing', async () => {
    const files = Object.fromEntries(Array.from({ length: 35_000 }, (_, i) => [`f${i}`, '']));
    expect(await call('list', {}, files)).to.equal(1000);
    expect(parts).to.have.lengthOf(3);
    parts = [];
    stopsAt = 1;
    expect(await call('list', {}, files).catch(error => error)).to.be.instanceOf(GuestStopped);
    expect(parts).to.have.lengthOf(1);
  });
});
