import { expect } from 'chai';
import { callbackOutput, captureOutput, memoryPorts, pipe } from '../../adapters/memory/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import type { Stream } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, ROOT } from '../application/hostcalls/fixture.js';
import { memoryGrowth } from '../faults/held.js';
import { buildWat } from '../guests/build-wat.js';
import { recordRun } from '../guests/recorded-run.js';
import { mechanism } from './mechanisms.js';

const CALLS = 50_000;
/** The size of a call in a recording, with its times. */
const MOST = 32;
/** What collecting leaves undecided: 10 bytes a call, where the smallest object takes 16. */
const NOISE = 10 * CALLS;

/** The target of the writes, and how many of its bytes are kept. */
interface Sink {
  readonly stdout: Stream;
  kept(): number;
}

const sinks: Readonly<Record<string, () => Sink>> = {
  'captured output'() {
    const stdout = captureOutput();
    return { stdout, kept: () => stdout.bytes.length };
  },
  'a callback that discards'() {
    let bytes = 0;
    const stdout = callbackOutput(given => {
      bytes += given.length;
    });
    return { stdout, kept: () => bytes };
  },
  'a pipe that nobody reads'() {
    const { writer } = pipe();
    return { stdout: writer, kept: () => 0 };
  },
};

describe('What nothing is written with', () => {
  /** Makes empty calls of every kind, with the trace of each forgotten. */
  function writeNothing(guest: ProxyGuest, fds: readonly number[]): void {
    for (let call = 0; call < CALLS; call += 4) {
      for (const fd of fds) {
        guest.ok('fd_write', fd, at.iovecs, 0, at.result);
        expect(guest.view.getUint32(at.result, true)).to.equal(0);
        guest.iovecs(at.iovecs, [at.buffer, 0], [at.buffer, 0]);
        guest.ok('fd_write', fd, at.iovecs, 2, at.result);
      }
      guest.lines.length = 0;
    }
  }

  for (const [name, make] of Object.entries(sinks)) {
    it(`${mechanism(38)}, to ${name} and a file`, async () => {
      const { stdout, kept } = make();
      const options: ProgramOptions = { stdout, preopens: { '/': memoryPorts().fileSystem.root } };
      const guest = await ProxyGuest.open(createRuntime(memoryPorts()), options);
      const file = open(guest, 'file', { oflags: 1 });
      writeNothing(guest, [1, file]);
      const growth = memoryGrowth(NOISE, () => {
        for (let round = 0; round < 4; round++) writeNothing(guest, [1, file]);
      });
      expect(growth, 'bytes').to.be.lessThan(NOISE);
      expect(kept()).to.equal(0);
      guest.ok('path_filestat_get', ROOT, 0, ...guest.text(at.path, 'file'), at.result);
      expect(guest.view.getBigUint64(at.result + 32, true)).to.equal(0n);
      guest.close();
    });
  }

  it(`${mechanism(38)}, in a recording: a fixed number of bytes a call`, async () => {
    const recorded = async (calls: number) => {
      const wasm = await buildWat(`(module
        (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "_start") (local $left i32)
          (local.set $left (i32.const ${calls}))
          (loop $again
            (drop (call $write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 16)))
            (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))))`);
      const { file, result } = await recordRun(memoryPorts(), wasm, {});
      expect(result.stdout).to.equal('');
      return file.length;
    };
    const [some, more] = [await recorded(1000), await recorded(3000)];
    expect((more - some) / 2000, 'bytes a call').to.be.lessThan(MOST);
  });
});
