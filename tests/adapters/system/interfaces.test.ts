import { randomUUID } from 'node:crypto';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { constants as osConstants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { descriptorCalls } from '../../../adapters/node/descriptor-calls.js';
import { FfiChoice } from '../../../adapters/system/ffi-choice.js';
import {
  type FfiName,
  ffiNames,
  LinuxFileSystem,
  SharedCalls,
  SocketHandle,
  SystemFileSystem,
  SystemWaiting,
  systemCalls,
  systemFileSystem,
  systemHostCalls,
  systemPorts,
  throughFfi,
} from '../../../adapters/system/index.js';
import { loadNodeFfi } from '../../../adapters/system/node-ffi.js';
import { notedCalls, notedSockets } from '../../../adapters/system/noted-calls.js';
import type { SocketFunctions } from '../../../adapters/system/sockets/socket-functions.js';
import { room, vectors } from '../../../application/contract/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import { Errno, type Interest, NOT_READY } from '../../../domain/index.js';
import { LINUX, needing, systemInterface } from '../../needs.js';
import { makePipe } from '../node/scratch.js';
import { onPlatform } from '../on-platform.js';
import { allCalls, alteredCalls } from './altered-calls.js';
import { withUselessKoffi } from './replaced-koffi.js';

/** Those that this Node has, and the reasons for the others. */
const usable = ffiNames.filter(name => systemInterface(name).met);
const KOFFI = systemInterface('koffi');

needing(LINUX).describe('the choice among FFIs', () => {
  /** FFIs, some of which provide calls, and how often each was loaded. */
  function choiceOf(calls: Readonly<Record<FfiName, object | string>>, name?: FfiName) {
    const asked: FfiName[] = [];
    const through = (each: FfiName) => {
      asked.push(each);
      return calls[each];
    };
    return { choice: new FfiChoice<object>(through, name), asked };
  }
  const [one, other] = [{}, {}];

  it('is the first available one, which is loaded once', () => {
    const { choice, asked } = choiceOf({ koffi: one, 'node:ffi': other });
    expect([choice.loaded, asked]).to.deep.equal([false, []]);
    expect(choice.calls).to.equal(one);
    expect(choice.calls).to.equal(one);
    expect([choice.loaded, asked, choice.reasons]).to.deep.equal([true, ['koffi'], []]);
  });

  it('is the next one if the first is unavailable', () => {
    const { choice } = choiceOf({ koffi: 'is not installed', 'node:ffi': other });
    expect([choice.reasons, choice.calls]).to.deep.equal([['koffi is not installed'], other]);
  });

  it('is undefined if none is available, and none is loaded again', () => {
    const { choice, asked } = choiceOf({ koffi: 'is not installed', 'node:ffi': 'is switched off' });
    for (let times = 0; times < 2; times++) expect(choice.calls).to.equal(undefined);
    expect([choice.loaded, asked]).to.deep.equal([true, ffiNames]);
    expect(choice.reasons).to.deep.equal(['koffi is not installed', 'node:ffi is switched off']);
  });

  it('is the one that is asked for, or undefined', () => {
    expect(choiceOf({ koffi: one, 'node:ffi': other }, 'node:ffi').choice.calls).to.equal(other);
    const { choice } = choiceOf({ koffi: one, 'node:ffi': 'is switched off' }, 'node:ffi');
    expect([choice.calls, choice.reasons]).to.deep.equal([undefined, ['node:ffi is switched off']]);
  });
});

needing(LINUX, KOFFI).describe('what an FFI is used for', () => {
  const failing = (error: unknown) => () => {
    throw error;
  };

  it('is created, or there is a reason', () => {
    expect(throughFfi('koffi', ffi => ({ name: ffi.name }))).to.deep.equal({ name: 'koffi' });
    expect(throughFfi('koffi', () => 'gives wrong answers')).to.equal('gives wrong answers');
    const missing = Object.assign(new Error('Cannot find module'), { code: 'MODULE_NOT_FOUND' });
    expect(throughFfi('koffi', failing(missing))).to.equal('is not installed');
    expect(throughFfi('koffi', failing(new Error('wrong ELF class.\nand more')))).to.equal(
      'cannot be loaded: wrong ELF class',
    );
  });

  it('is created once in a thread', () => {
    expect(systemCalls('koffi')).to.be.an('object');
    expect(systemCalls('koffi')).to.equal(systemCalls('koffi'));
  });

  it('is used on Linux only, and only if it gives the known answers', async () => {
    for (const [platform, expected] of [
      ['darwin', 'is used on Linux x64 and arm64 only'],
      ['linux', 'does not give the known answer of __errno_location'],
    ] as const) {
      // A new instance of the module, which has loaded nothing yet.
      const path = `../../../adapters/system/system-calls.js?${randomUUID()}`;
      const anew = (await import(new URL(path, import.meta.url).href)) as { readonly systemCalls: typeof systemCalls };
      expect(await onPlatform(platform, () => withUselessKoffi(() => anew.systemCalls('koffi')))).to.equal(expected);
    }
  });

  it('is used directly in a thread that is not ended', () => {
    for (const { libc } of allCalls) expect(notedCalls(libc)).to.equal(libc);
    const functions = {} as SocketFunctions;
    expect(notedSockets(functions)).to.equal(functions);
  });
});

needing(LINUX).describe('node:ffi', () => {
  const { getBuiltinModule } = process;
  afterEach(() => {
    process.getBuiltinModule = getBuiltinModule;
  });
  /** Has Node have another module, or none. */
  const having = (ffi: unknown) => {
    process.getBuiltinModule = ((id: string) =>
      id === 'node:ffi' ? ffi : getBuiltinModule(id as 'fs')) as typeof getBuiltinModule;
  };

  it('throws a reason where Node does not have it', () => {
    having(undefined);
    expect(loadNodeFfi).to.throw(`Node ${process.versions.node} does not have it, or it is switched off`);
  });

  it('gives numbers for integers of 32 bits and of 64', () => {
    const asked: string[] = [];
    /** All of whose functions return the sum of their parameters. */
    class DynamicLibrary {
      getFunction(symbol: string, signature: { readonly return: string }) {
        asked.push(`${signature.return} ${symbol}`);
        const sum = (...values: number[]) => values.reduce((all, value) => all + value, 0);
        return signature.return === 'int32' ? sum : (...values: number[]) => BigInt(sum(...values));
      }
    }
    having({ DynamicLibrary });
    const ffi = loadNodeFfi();
    const results = ['int', 'count', 'long', 'address'] as const;
    for (const result of results)
      for (const count of [2, 3, 4]) {
        const call = ffi.bind(result, { result, parameters: Array.from({ length: count }, () => 'int' as const) });
        expect((call as (...values: number[]) => number)(...[1, 2, 4, 8].slice(0, count))).to.equal(2 ** count - 1);
      }
    expect(new Set(asked)).to.deep.equal(new Set(['int32 int', 'int64 count', 'int64 long', 'uint64 address']));
  });
});

needing(LINUX).describe('the system interface of files', () => {
  it('is fs if asked for, with the requested way to reach files', () => {
    for (const reach of [undefined, 'checks'] as const) {
      const files = new LinuxFileSystem('fs', reach);
      expect([files.interface, files.declined]).to.deep.equal(['fs', []]);
      expect(files.reach).to.equal(reach ?? new LinuxFileSystem('fs').reach);
    }
    expect(new LinuxFileSystem('fs', 'checks').reach).to.not.equal(new LinuxFileSystem('fs').reach);
  });

  it('is the best available by default, and it says why no better one is used', () => {
    const files = new LinuxFileSystem();
    const [best = 'fs'] = usable;
    const better = ffiNames.slice(
      0,
      ffiNames.includes(best as FfiName) ? ffiNames.indexOf(best as FfiName) : undefined,
    );
    expect(files.interface).to.equal(best);
    expect(files.declined).to.deep.equal(better.map(name => ({ name, reason: systemFileSystem(name) })));
  });

  for (const name of ffiNames)
    it(`is ${name} if asked for, or the error has a remedy`, () => {
      if (usable.includes(name)) {
        const files = new LinuxFileSystem(name);
        expect([files.interface, files.declined, files.reach]).to.deep.equal([name, [], 'handles']);
        expect(systemFileSystem(name)).to.be.instanceOf(SystemFileSystem);
        return;
      }
      const remedy = name === 'koffi' ? 'install the package koffi' : 'use Node 26.9 or later';
      expect(() => new LinuxFileSystem(name))
        .to.throw(ConfigurationError, `files cannot be reached through ${name}: it ${systemFileSystem(name)}`)
        .with.property('remedy', `${remedy}, or do not ask for it`);
    });

  it('decides how streams and descriptors are waited for', () => {
    expect(systemPorts('fs').waiting).to.not.be.instanceOf(SystemWaiting);
    for (const system of [undefined, ...usable]) expect(systemPorts(system).waiting).to.be.instanceOf(SystemWaiting);
  });
});

needing(LINUX).describe('the waiting of the system', () => {
  const { EINVAL } = osConstants.errno;
  const source = { handle: new SocketHandle(0, false), readable: () => NOT_READY } as unknown as Interest['source'];
  const interests: readonly Interest[] = [{ source, event: 'read' }];
  const LENGTH = 3e6;

  for (const calls of allCalls) {
    /** Timeouts that the kernel was given, in nanoseconds. @param isAble whether it can wait */
    function waitedWith(isAble: boolean, nanoseconds: number) {
      const given: number[] = [];
      const altered = alteredCalls(calls, (_, fail) => ({
        ppoll(_entries, _count, timeout = 0) {
          const view = new DataView(calls.ffi.memory(timeout, 16));
          given.push(Number(view.getBigInt64(0, true)) * 1e9 + Number(view.getBigInt64(8, true)));
          return isAble ? 1 : fail(EINVAL);
        },
      }));
      const began = performance.now();
      new SystemWaiting({ calls: altered } as SharedCalls).wait(nanoseconds, interests);
      return { given, milliseconds: performance.now() - began };
    }

    it(`lasts in the kernel until the time has passed: ${calls.ffi.name}`, () => {
      expect(waitedWith(true, LENGTH).given).to.deep.equal([LENGTH]);
      // An hour, but the kernel reports an event at once.
      expect(waitedWith(true, 3600e9).given).to.deep.equal([3600e9]);
    });

    it(`is left to Node where the kernel cannot wait: ${calls.ffi.name}`, () => {
      const { given, milliseconds } = waitedWith(false, LENGTH);
      expect(given).to.deep.equal([LENGTH]);
      expect(milliseconds).to.be.above(0.5);
    });
  }

  it('is left to Node where there is no FFI', () => {
    const began = performance.now();
    new SystemWaiting({ calls: undefined } as SharedCalls).wait(LENGTH, interests);
    expect(performance.now() - began).to.be.above(0.5);
  });
});

needing(LINUX).describe('the calls for a descriptor', () => {
  let folder: string;
  const opened: number[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'hostcall-calls-'));
    makePipe(join(folder, 'pipe'));
    opened.push(openSync(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK));
  });
  afterEach(() => {
    for (const fd of opened.splice(0)) closeSync(fd);
    rmSync(folder, { recursive: true });
  });
  /** @param shared what is there of an FFI */
  const callsOn = (shared: Partial<SharedCalls>) =>
    systemHostCalls({ loaded: true, ...shared } as SharedCalls).descriptorCalls(opened[0] as number);

  it('are those of node:wasi where there is no FFI', () => {
    writeSync(opened[0] as number, 'x');
    const [calls, indirect] = [callsOn({}), descriptorCalls(opened[0] as number)];
    expect(calls.direct).to.equal(false);
    expect([calls.available(), calls.receive(room(1)), calls.send(vectors('x'))]).to.deep.equal(
      Array(3).fill(-Errno.ENOSYS),
    );
    expect(calls.ready(true)).to.equal(indirect.ready(true));
    expect(calls.seek(0, 1)).to.equal(indirect.seek(0, 1));
  });

  it('are the kernel’s own with an FFI', () => {
    const streams = { hungUp: true, readable: () => 11, ready: () => 22, seek: () => 33 };
    const calls = callsOn({ streams: streams as unknown as NonNullable<SharedCalls['streams']> });
    expect([calls.direct, calls.available(), calls.hungUp, calls.ready(false), calls.seek(0, 1)]).to.deep.equal([
      true,
      11,
      true,
      22,
      33,
    ]);
  });

  for (const name of usable)
    it(`are shared by the streams and the sockets of one set of ports: ${name}`, () => {
      const shared = new SharedCalls(name);
      expect(shared.loaded).to.equal(false);
      expect(shared.streams).to.be.an('object');
      expect(shared.streams).to.equal(shared.streams);
      expect(shared.sockets).to.be.an('object');
      expect(shared.streams?.readable(opened[0] as number)).to.equal(NOT_READY);
    });
});
