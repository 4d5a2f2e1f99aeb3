import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { directory, memoryDirectory, memoryPorts, symlink } from '../../../adapters/memory/index.js';
import { nodePorts } from '../../../adapters/node/index.js';
import { StandardEngine } from '../../../adapters/web/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { readRecording, replay } from '../../../application/recording/index.js';
import type { Instance, ProgramOptions, RuntimeSettings } from '../../../application/runtime/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import {
  type CompiledModule,
  Errno,
  errnoName,
  type HostcallName,
  hostcallNames,
  type Iovecs,
  MAX_TRANSFER,
  type Ports,
  StreamBase,
} from '../../../domain/index.js';
import { keptRecording } from '../../guests/recorded-run.js';
import { type Place, type PlacedCall, placedCall } from './far-calls.js';
import { largeProxyModule } from './proxy-guest.js';

/** 2^31, from where on an offset is negative in 32 bits. */
const MIDDLE = 0x8000_0000;
/** The end of the largest memory. */
const END = 0x1_0000_0000;
const ROOT = 3;
const FILE = 4;
/** Where what is opened beforehand is noted. */
const NOTES = 1024;
const NEAR = 4096;
const UNTOUCHED = 0xa5;

const names = hostcallNames.filter(name => !/^proc_|^sock_|sched_yield/.test(name));

const newMemory = () => new WebAssembly.Memory({ initial: 65536, maximum: 65536 });

/** Lays out what a call finds, and around each place bytes that it has to leave alone. */
function layOut(memory: Uint8Array, { places }: PlacedCall): void {
  for (const { at, size, input } of places) {
    memory.fill(UNTOUCHED, Math.max(at - 8, 0), Math.min(at + size + 8, END));
    if (input !== undefined) memory.set(input, at);
  }
}

/** Places of a call near the beginning, but for one. */
function placer(far: string | undefined, where: (size: number) => number) {
  let next = NEAR;
  return (name: string, size: number) => {
    if (name === far) return where(size);
    const at = next;
    next += size + 64;
    return at;
  };
}

const positions = {
  'over 2^31': (size: number) => MIDDLE - (size >>> 1),
  'behind 2^31': () => MIDDLE + 8,
  'at the end of 4 GiB': (size: number) => END - size,
};

interface Host {
  readonly name: string;
  readonly ports: () => Ports;
  /** A directory with `file`, `link` and `folder`. */
  open(): { readonly preopen: NonNullable<ProgramOptions['preopens']>[string]; dispose(): void };
}

const hosts: readonly Host[] = [
  {
    name: 'Node',
    ports: nodePorts,
    open() {
      const root = mkdtempSync(join(tmpdir(), 'hostcall-'));
      writeFileSync(join(root, 'file'), 'content!');
      symlinkSync('file', join(root, 'link'));
      mkdirSync(join(root, 'folder'));
      return { preopen: root, dispose: () => rmSync(root, { recursive: true }) };
    },
  },
  {
    name: 'memory',
    ports: memoryPorts,
    open: () => ({
      preopen: memoryDirectory({ file: 'content!', link: symlink('file'), folder: directory() }),
      dispose: () => {},
    }),
  },
];

/** What differs from one run to the next. */
const varies = (name: HostcallName, { kind, input }: Place) =>
  input === undefined && (name === 'random_get' || kind === 'timestamp' || kind === 'filestat' || kind === 'buffer');

for (const host of hosts) {
  for (const settings of [undefined, { payload: Number.POSITIVE_INFINITY, whole: true, details: true }]) {
    describe(`Hostcalls far up in memory, on ${host.name}${settings === undefined ? '' : ', recorded'}`, () => {
      const engine = new StandardEngine();
      let module: CompiledModule;
      let memories: readonly WebAssembly.Memory[] = [];
      before(async () => {
        module = await engine.compile(await largeProxyModule());
        memories = [newMemory(), newMemory()];
      });
      after(() => {
        memories = [];
      });
      const bytesOf = (which: 0 | 1) => new Uint8Array((memories[which] as WebAssembly.Memory).buffer);

      async function start(extra: RuntimeSettings = {}) {
        const world = host.open();
        const runtime = createRuntime(host.ports(), extra);
        const instance = await runtime.instantiate(module, {
          args: ['x'],
          env: { some: 'xy', a: 'b' },
          imports: { env: { memory: memories[0] } },
          preopens: { '/': world.preopen },
        });
        instance.initialize();
        const memory = bytesOf(0);
        memory.set(Buffer.from('file'), NOTES);
        const opened = instance.invoke('path_open', ROOT, 0, NOTES, 4, 0, 0x0fff_bfffn, 0n, 0, NOTES + 8);
        expect(opened).to.equal(0);
        return { runtime, instance, memory, world };
      }

      /** Makes a call in a guest of its own. */
      async function make(name: HostcallName, call: PlacedCall) {
        const { recording, file } = keptRecording();
        const { runtime, instance, memory, world } = await start(settings);
        const events: HostcallEvent[] = [];
        if (settings !== undefined) {
          runtime.hostcalls$.subscribe(event => {
            events.push(event);
            recording.add(event);
          });
        }
        layOut(memory, call);
        const errno = instance.invoke(name, ...call.args) as number;
        instance.close();
        world.dispose();
        if (settings !== undefined) {
          recording.end({ exitCode: 0 });
          expect(events).to.have.length(1);
          expect(events[0]?.text(), name).to.be.a('string').and.not.contain('out of bounds');
          await expectReplayed(name, call, file(), memory);
        }
        return { errno, memory };
      }

      async function expectReplayed(name: HostcallName, call: PlacedCall, file: Uint8Array, memory: Uint8Array) {
        const replayed = bytesOf(1);
        await replay(readRecording(file), module, engine, {
          imports: { env: { memory: memories[1] } },
          start: exports => {
            layOut(replayed, call);
            (exports[name] as (...args: unknown[]) => number)(...call.args);
          },
        });
        for (const { name: what, at, size } of call.places) {
          expect([...replayed.slice(at, at + size)], what).to.deep.equal([...memory.slice(at, at + size)]);
        }
      }

      for (const name of names) {
        const near = placedCall(
          name,
          { directory: ROOT, file: FILE },
          placer(undefined, () => 0),
        );
        if (near.places.length === 0) continue;
        it(name, async () => {
          const expected = await make(name, near);
          expect(errnoName(expected.errno)).to.equal('ESUCCESS');
          const outputs = near.places.map(({ at, size }) => [...expected.memory.slice(at, at + size)]);
          for (const { name: far } of near.places) {
            for (const [position, where] of Object.entries(positions)) {
              const call = placedCall(name, { directory: ROOT, file: FILE }, placer(far, where));
              const { errno, memory } = await make(name, call);
              expect(errnoName(errno), `${far} ${position}`).to.equal('ESUCCESS');
              for (const [i, place] of call.places.entries()) {
                const { at, size } = place;
                const found = memory.slice(at, at + size);
                const message = `${place.name}, with ${far} ${position}`;
                if (varies(name, place)) {
                  // Of 8 bytes in a row at least one is changed.
                  if (name === 'random_get')
                    for (let from = 0; from < size; from += 8)
                      expect(
                        [...found.slice(from, from + 8)].some(byte => byte !== UNTOUCHED),
                        message,
                      ).to.equal(true);
                  // A single byte may be what it was before: the first of a device's number counts up.
                  else
                    expect(
                      found.some(byte => byte !== UNTOUCHED),
                      message,
                    ).to.equal(true);
                } else if (place.kind !== 'strings' && !place.kind.endsWith('iovecs')) {
                  expect([...found], message).to.deep.equal(outputs[i]);
                }
                for (let guard = at + size; guard < Math.min(at + size + 8, END); guard++)
                  expect(memory[guard], message).to.equal(UNTOUCHED);
                for (let guard = at - 8; guard < at; guard++) expect(memory[guard], message).to.equal(UNTOUCHED);
              }
            }
          }
        });
      }
    });
  }
}

describe('Buffers of 2^31 bytes and more', () => {
  const engine = new StandardEngine();
  let module: CompiledModule;
  before(async () => {
    module = await engine.compile(await largeProxyModule());
  });

  /** It takes all that it is given, and looks at none of it. */
  class Sink extends StreamBase {
    readonly totals: number[] = [];
    override write({ total, count, lengths }: Iovecs): number {
      this.totals.push(total);
      expect(lengths.slice(0, count).reduce((sum, length) => sum + length, 0)).to.equal(total);
      return total;
    }
    override read({ total }: Iovecs): number {
      return total;
    }
  }

  /** A guest with a table of buffers at 16. */
  async function open(buffers: readonly (readonly [number, number])[], settings: RuntimeSettings = {}, ports = {}) {
    const stream = new Sink();
    const runtime = createRuntime({ ...memoryPorts(), ...ports }, settings);
    const events: HostcallEvent[] = [];
    if (settings.payload !== undefined) runtime.hostcalls$.subscribe(event => events.push(event));
    const preopens = { '/': memoryDirectory({ file: 'content!' }) };
    const memory = newMemory();
    const imports = { env: { memory } };
    const instance: Instance = await runtime.instantiate(module, { stdin: stream, stdout: stream, preopens, imports });
    instance.initialize();
    const view = new DataView(memory.buffer);
    for (const [i, [pointer, length]] of buffers.entries()) {
      view.setUint32(16 + i * 8, pointer, true);
      view.setUint32(20 + i * 8, length, true);
    }
    return { stream, instance, view, events };
  }

  const tables: Record<string, readonly (readonly [number, number])[]> = {
    one: [[0x1000, 0x9000_0000]],
    two: [
      [0x1000, 0x5000_0000],
      [0x6000_0000, 0x5000_0000],
    ],
    'one that is full, and more': [
      [0x1000, MAX_TRANSFER],
      [0x9000_0000, 1],
      [0x9000_0000, 1],
    ],
  };
  for (const [which, buffers] of Object.entries(tables)) {
    for (const settings of [{}, { payload: 32 }]) {
      it(`are read and written up to 0x7ffff000 bytes per call: ${which}${'payload' in settings ? ', traced' : ''}`, async () => {
        const { stream, instance, view, events } = await open(buffers, settings);
        for (const [name, fd] of [
          ['fd_write', 1],
          ['fd_read', 0],
        ] as const) {
          expect(instance.invoke(name, fd, 16, buffers.length, 8)).to.equal(0);
          expect(view.getUint32(8, true)).to.equal(0x7fff_f000);
        }
        expect(stream.totals).to.deep.equal([0x7fff_f000]);
        for (const event of events) expect(event.bytes).to.equal(0x7fff_f000);
        instance.close();
      });
    }
  }

  it('are cut when an interceptor passes them, too', async () => {
    const { stream, instance, view } = await open([[0x1000, 8]], {
      interceptors: [
        {
          fd_write: (_, proceed) => {
            const memory = new Uint8Array(view.buffer);
            return proceed({ iovs: [memory.subarray(0x1000, 0x9000_1000)] });
          },
        },
      ],
    });
    expect(instance.invoke('fd_write', 1, 16, 1, 8)).to.equal(0);
    expect(view.getUint32(8, true)).to.equal(0x7fff_f000);
    expect(stream.totals).to.deep.equal([0x7fff_f000]);
    instance.close();
  });

  it('read a shorter file to its end', async () => {
    const { instance, view } = await open([[0x7000_0000, 0x9000_0000]]);
    new Uint8Array(view.buffer).set(Buffer.from('file'), NOTES);
    expect(instance.invoke('path_open', ROOT, 0, NOTES, 4, 0, 0x2n, 0n, 0, 8)).to.equal(0);
    expect(instance.invoke('fd_read', FILE, 16, 1, 8)).to.equal(0);
    expect(view.getUint32(8, true)).to.equal(8);
    instance.close();
  });

  it('are EINVAL from 2^32 bytes on', async () => {
    const { instance } = await open([
      [0x1000, 0x9000_0000],
      [0x1000, 0x9000_0000],
    ]);
    expect(instance.invoke('fd_write', 1, 16, 2, 8)).to.equal(Errno.EINVAL);
    instance.close();
  });

  it('are filled with random bytes to their end', async () => {
    let end = 0x1000;
    const random = {
      fill(_array: Uint8Array, offset: number, length: number): number {
        expect(offset, 'where the part before has ended').to.equal(end);
        end += length;
        return 0;
      },
    };
    const { instance } = await open([], { payload: 32 }, { random });
    expect(instance.invoke('random_get', 0x1000, 0x9000_0000 | 0)).to.equal(0);
    expect(end).to.equal(0x9000_1000);
    instance.close();
  });
});
