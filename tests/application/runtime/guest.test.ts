import { expect } from 'chai';
import { memoryDirectory, memoryPorts } from '../../../adapters/memory/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { EventRecord } from '../../../application/formats/index.js';
import { noInterception } from '../../../application/interception/index.js';
import { Guest } from '../../../application/runtime/guest.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import { HubGuestTrace, TraceHub } from '../../../application/tracing/index.js';
import { Errno, PREVIEW1, UNSTABLE } from '../../../domain/index.js';
import { watchDirectory } from '../../guests/watched-directory.js';

function guestWith(options: ProgramOptions = {}): Guest {
  const ports = memoryPorts();
  return new Guest(ports, new HubGuestTrace(new TraceHub(EventRecord, {}, ports.engine)), noInterception, options);
}

type Hostcall = (...args: readonly (number | bigint)[]) => number;

describe('a guest', () => {
  it('has the hostcalls of both modules, on one memory and one descriptor table', () => {
    const guest = guestWith({ argv0: 'program', args: ['one'] });
    const buffer = new ArrayBuffer(65536);
    guest.attach({ buffer });
    const view = new DataView(buffer);
    const imports = guest.imports();
    for (const module of [PREVIEW1, UNSTABLE]) {
      const { args_sizes_get, fd_close } = imports[module] as Record<string, Hostcall>;
      expect(args_sizes_get?.(0, 4)).to.equal(0);
      expect([view.getUint32(0, true), view.getUint32(4, true)]).to.deep.equal([2, 'program\0one\0'.length]);
      expect(fd_close?.(0)).to.equal(module === PREVIEW1 ? 0 : Errno.EBADF);
    }
  });

  it('has no name where argv0 is null, and main.wasm where it is not given', () => {
    for (const [options, size] of [
      [{ argv0: null }, 0],
      [{}, 'main.wasm\0'.length],
    ] as const) {
      const guest = guestWith(options);
      const buffer = new ArrayBuffer(65536);
      guest.attach({ buffer });
      expect((guest.imports()[PREVIEW1] as Record<string, Hostcall>).args_sizes_get?.(0, 4)).to.equal(0);
      expect(new DataView(buffer).getUint32(4, true)).to.equal(size);
    }
  });

  it('keeps a function of the embedder in place of a hostcall', () => {
    const own = () => 7;
    const imports = guestWith().imports({ [PREVIEW1]: { sched_yield: own }, env: { f: own } });
    expect(imports[PREVIEW1]).to.include({ sched_yield: own }).and.to.have.property('fd_write');
    expect(imports.env).to.deep.equal({ f: own });
  });

  it('notes the exit code of proc_exit, and does not return from it', () => {
    const guest = guestWith();
    expect(guest.exitCode).to.equal(undefined);
    const { proc_exit } = guest.imports()[PREVIEW1] as Record<string, Hostcall>;
    expect(() => proc_exit?.(33)).to.throw();
    expect(guest.exitCode).to.equal(33);
  });

  it('closes all its descriptors, each once', () => {
    const counts = { opened: 0, closed: 0, listed: 0 };
    const directory = watchDirectory(memoryDirectory({}), counts);
    const guest = guestWith({ preopens: { '/': directory } });
    guest.close();
    guest.close();
    expect([...guest.descriptors]).to.deep.equal([]);
    expect(counts.closed).to.equal(1);
  });

  it('opens nothing if its options are invalid', () => {
    const counts = { opened: 0, closed: 0, listed: 0 };
    const directory = watchDirectory(memoryDirectory({}), counts);
    for (const wrong of [{ args: [5] }, { env: { '': 'x' } }, { limits: { descriptors: -1 } }, { stdin: 5 }]) {
      const options = { preopens: { '/': directory }, ...wrong } as unknown as ProgramOptions;
      expect(() => guestWith(options), JSON.stringify(wrong)).to.throw(ConfigurationError);
    }
    expect([...guestWith({ preopens: { '/': directory } }).descriptors]).to.have.length(4);
    expect(counts.closed).to.equal(0);
  });
});
