import { expect } from 'chai';
import { directory, memoryDirectory, memoryPorts, SteppedClock, symlink } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import type { Interceptors } from '../../../application/interception/index.js';
import type { Instance, RuntimeSettings } from '../../../application/runtime/index.js';
import {
  type Directory,
  errnoName,
  type HostcallName,
  hostcallNames,
  NOT_READY,
  type Ports,
  StreamBase,
} from '../../../domain/index.js';
import { type Place, placedCall } from './far-calls.js';
import { proxyModule } from './proxy-guest.js';

const ROOT = 3;
const FILE = 4;
/** Where the calls of the embedder's have their arguments. */
const NOTES = 1024;
const OTHER = 0x8000;

const names = hostcallNames.filter(name => !/^proc_|^sock_|sched_yield/.test(name));

/** Unwrapped from {@link disturbing}. */
const targets = new WeakMap<object, object>();

/** A port, or what it gives out, whose every method has something else done before and after. */
function disturbing<Port extends object>(port: Port, disturb: () => void): Port {
  const unwrapped = (value: unknown) => targets.get(value as object) ?? value;
  const wrapped = (value: unknown) =>
    typeof value === 'object' && value !== null && 'kind' in value ? disturbing(value, disturb) : value;
  const proxy = new Proxy(port, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== 'function') return wrapped(value);
      return (...args: unknown[]) => {
        disturb();
        const result = value.apply(
          target,
          args.map(each => (typeof each === 'object' && each !== null ? unwrapped(each) : each)),
        );
        disturb();
        return wrapped(result);
      };
    },
  });
  targets.set(proxy, port);
  return proxy;
}

/** Code of the embedder's that runs inside of a call, and where. */
interface Disturbance {
  readonly ports?: (ports: Ports, disturb: () => void) => Partial<Ports>;
  readonly directory?: boolean;
  readonly settings?: (disturb: () => void) => RuntimeSettings;
  readonly entered?: boolean;
  readonly finished?: boolean;
}

function intercepting(disturb: () => void, changed: boolean): Interceptors {
  const interceptors: Record<string, unknown> = {};
  for (const name of names) {
    interceptors[name] = (call: { args: Record<string, unknown> }, proceed: (changes?: object) => number) => {
      const before = { ...call.args };
      disturb();
      // Taken again, the windows are good; those from before stand for the call's buffers.
      const { iovs, buf } = call.args as { iovs?: Uint8Array[]; buf?: Uint8Array };
      const parts = iovs?.flatMap(window => [window.subarray(0, 3), window.subarray(3)]);
      const result = proceed(
        changed
          ? { ...before, ...(parts && { iovs: parts }), ...(buf instanceof Uint8Array && { buf: buf.subarray(0) }) }
          : undefined,
      );
      disturb();
      return result;
    };
  }
  return interceptors as Interceptors;
}

const disturbances: Readonly<Record<string, Disturbance>> = {
  'an interceptor': { settings: disturb => ({ interceptors: [intercepting(disturb, false)] }) },
  'an interceptor that changes arguments': { settings: disturb => ({ interceptors: [intercepting(disturb, true)] }) },
  'two interceptors': {
    settings: disturb => ({ interceptors: [intercepting(disturb, true), intercepting(disturb, false)] }),
  },
  'ports of its own': {
    ports: ({ clocks, random, waiting }, disturb) => ({
      clocks: disturbing(clocks, disturb),
      random: disturbing(random, disturb),
      waiting: disturbing(waiting, disturb),
    }),
  },
  'directories and files of its own': { directory: true },
  'a subscriber before the call': { entered: true },
  'a subscriber behind the call': { finished: true },
};

/** What differs from one run to the next. */
const varies = (name: HostcallName, { kind, input }: Place) =>
  input === undefined && (name === 'random_get' || kind === 'timestamp' || kind === 'filestat' || kind === 'buffer');

describe('A call is unaffected while the embedder’s code', () => {
  let wasm: Uint8Array;
  before(async () => {
    wasm = await proxyModule();
  });

  async function run(name: HostcallName, where: Disturbance, disturbance: (instance: Instance) => void) {
    let instance: Instance | undefined;
    let armed = false;
    let times = 0;
    const disturb = () => {
      if (!armed || instance === undefined) return;
      armed = false;
      times++;
      disturbance(instance);
      armed = true;
    };
    const ports = memoryPorts();
    const runtime = createRuntime({ ...ports, ...where.ports?.(ports, disturb) }, where.settings?.(disturb) ?? {});
    if (where.entered) runtime.entered$.subscribe(disturb);
    if (where.finished) runtime.hostcalls$.subscribe(disturb);
    const tree: Directory = memoryDirectory({ file: 'content!', link: symlink('file'), folder: directory() });
    instance = await runtime.instantiate(wasm, {
      args: ['x'],
      env: { some: 'xy', a: 'b' },
      preopens: { '/': where.directory ? disturbing(tree, disturb) : tree },
      stdout: new (class extends StreamBase {
        override write({ total }: { total: number }) {
          return total;
        }
      })(),
    });
    instance.initialize();
    const { exports } = instance;
    const memory = () => new Uint8Array((exports.memory as WebAssembly.Memory).buffer);
    memory().set(Buffer.from('file'), NOTES);
    expect(instance.invoke('path_open', ROOT, 0, NOTES, 4, 0, 0x0fff_bfffn, 0n, 0, NOTES + 8)).to.equal(0);
    let next = 4096;
    const { args, places } = placedCall(name, { directory: ROOT, file: FILE }, (_, size) => {
      const at = next;
      next += size + 64;
      return at;
    });
    for (const { at, input } of places) if (input !== undefined) memory().set(input, at);
    armed = true;
    const errno = instance.invoke(name, ...args) as number;
    armed = false;
    const found = places.map(({ at, size }) => [...memory().slice(at, at + size)]);
    instance.close();
    return { errno, found, places, times };
  }

  const makes: Readonly<Record<string, (instance: Instance) => void>> = {
    'has the memory grow': ({ exports }) => void (exports.memory as WebAssembly.Memory).grow(0),
    'has the guest make calls': instance => {
      const memory = new DataView((instance.exports.memory as WebAssembly.Memory).buffer);
      memory.setUint32(OTHER, OTHER + 64, true);
      memory.setUint32(OTHER + 4, 16, true);
      memory.setUint8(OTHER + 128, 9);
      instance.invoke('fd_write', 1, OTHER, 1, OTHER + 8);
      instance.invoke('fd_pread', FILE, OTHER, 1, 2n, OTHER + 8);
      instance.invoke('random_get', OTHER + 256, 32);
      instance.invoke('fd_filestat_get', FILE, OTHER + 320);
      instance.invoke('fd_fdstat_get', 1, OTHER + 320);
      instance.invoke('fd_prestat_get', ROOT, OTHER + 320);
      instance.invoke('clock_res_get', 0, OTHER + 320);
      instance.invoke('args_sizes_get', OTHER + 320, OTHER + 328);
      instance.invoke('poll_oneoff', OTHER + 128, OTHER + 400, 1, OTHER + 480);
    },
  };

  for (const [what, disturbance] of Object.entries(makes)) {
    for (const [who, where] of Object.entries(disturbances)) {
      it(`${what}: ${who}`, async () => {
        let disturbed = 0;
        for (const name of names) {
          const expected = await run(name, {}, () => {});
          if (expected.places.length === 0) continue;
          const actual = await run(name, where, disturbance);
          disturbed += actual.times;
          expect(errnoName(actual.errno), name).to.equal(errnoName(expected.errno));
          for (const [i, place] of actual.places.entries()) {
            const message = `${name}: ${place.name}`;
            if (!varies(name, place)) expect(actual.found[i], message).to.deep.equal(expected.found[i]);
            else
              expect(
                actual.found[i]?.some(byte => byte !== 0),
                message,
              ).to.equal(true);
          }
        }
        expect(disturbed).to.be.greaterThan(0);
      });
    }
  }

  it('has the guest wait for a moment: the deadline of the call that waits stands', async () => {
    const clock = new SteppedClock(0n);
    let asked = 0;
    class Asked extends StreamBase {
      override readable(): number {
        asked++;
        expect(instance.invoke('poll_oneoff', OTHER, OTHER + 256, 1, OTHER + 512)).to.equal(0);
        return asked < 5 ? NOT_READY : 0;
      }
    }
    const ports = { ...memoryPorts(), clocks: clock, waiting: clock };
    const instance = await createRuntime(ports).instantiate(wasm, { stdin: new Asked() });
    instance.initialize();
    const view = new DataView((instance.exports.memory as WebAssembly.Memory).buffer);
    // A millisecond on the monotonic clock, and stdin.
    view.setUint32(NOTES + 16, 1, true);
    view.setBigUint64(NOTES + 24, 1_000_000n, true);
    view.setUint8(NOTES + 48 + 8, 1);
    // Inside, no time at all.
    view.setUint32(OTHER + 16, 1, true);
    expect(instance.invoke('poll_oneoff', NOTES, NOTES + 256, 2, NOTES + 512)).to.equal(0);
    expect(view.getUint32(NOTES + 512, true)).to.equal(1);
    expect(view.getUint8(NOTES + 256 + 10), 'the clock').to.equal(0);
    expect(asked).to.be.lessThan(5);
    instance.close();
  });
});
