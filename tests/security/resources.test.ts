import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import type { Instance } from '../../application/runtime/index.js';
import { errnoName, type HostcallName, Oflag } from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { at, EVERY_RIGHT, type Fixture, open, openFixture, READING, ROOT } from '../application/hostcalls/fixture.js';
import { mechanism } from './mechanisms.js';

const PAGE = 65536;
const PAGES = 1024;
const MEMORY = PAGE * PAGES;
/** How much the host may take beside the guest's own memory: what collecting garbage leaves undecided. */
const HOST_BYTES = 24 * 2 ** 20;
/** Long for what takes milliseconds, on a machine with much else to do; short for what counts to 2^32. */
const SOON_MS = 20_000;

/** A guest with 64 MiB of memory. */
async function openLargeGuest(root: string): Promise<{ instance: Instance; call: Call; bytes: Uint8Array }> {
  const wasm = await proxyModule();
  // The proxy declares one page. Its memory section is what differs.
  const instance = await createRuntime(nodePorts()).instantiate(withMemory(wasm), { preopens: { '/': root } });
  instance.initialize();
  const memory = instance.exports.memory as { readonly buffer: ArrayBuffer };
  return {
    instance,
    call: (name, ...args) => errnoName(instance.invoke(name, ...args) as number),
    bytes: new Uint8Array(memory.buffer),
  };
}

type Call = (name: HostcallName, ...args: (number | bigint)[]) => string;

/** The module with {@link PAGES} pages instead of 1 to 16. */
function withMemory(wasm: Uint8Array): Uint8Array {
  const section = Buffer.from([5, 4, 1, 1, 1, 16]);
  const found = Buffer.from(wasm).indexOf(section);
  if (found < 0) throw new Error('the proxy has no memory section');
  const larger = [5, 4, 1, 0, 0x80 | (PAGES & 0x7f), PAGES >> 7];
  return Buffer.concat([wasm.subarray(0, found), Buffer.from(larger), wasm.subarray(found + section.length)]);
}

describe('Resources of the host that a guest can use', () => {
  let fixture: Fixture;
  let guest: Awaited<ReturnType<typeof openLargeGuest>>;
  beforeEach(async () => {
    fixture = await openFixture();
    guest = await openLargeGuest(fixture.root);
  });
  afterEach(() => {
    guest.instance.close();
    fixture.dispose();
  });

  /** Runs something that must neither take long nor much of the host's memory. */
  function cheaply(what: () => void): void {
    const before = process.memoryUsage();
    const began = performance.now();
    what();
    const spent = performance.now() - began;
    const after = process.memoryUsage();
    expect(spent, 'ms').to.be.lessThan(SOON_MS);
    expect(after.arrayBuffers - before.arrayBuffers, 'bytes in array buffers').to.be.lessThan(HOST_BYTES);
    expect(after.heapUsed - before.heapUsed, 'bytes on the heap').to.be.lessThan(HOST_BYTES);
  }

  it(`${mechanism(25)}: random bytes for all of the memory are made in place`, () => {
    guest.bytes.fill(0);
    cheaply(() => expect(guest.call('random_get', 0, MEMORY)).to.equal('ESUCCESS'));
    for (let page = 0; page < PAGES; page++) {
      expect(guest.bytes.subarray(page * PAGE, page * PAGE + 64).some(byte => byte !== 0)).to.equal(true);
    }
    expect(guest.call('random_get', 1, MEMORY)).to.equal('EFAULT');
    expect(guest.call('random_get', 0, -1)).to.equal('EFAULT');
  });

  it(`${mechanism(25)}: tables of a million or a milliard buffers are refused unread`, () => {
    const [path, length] = put(0, 'hi.txt');
    expect(guest.call('path_open', ROOT, 0, path, length, 0, READING, 0n, 0, at.result)).to.equal('ESUCCESS');
    guest.bytes.fill(0, 8192);
    cheaply(() => {
      for (const name of ['fd_read', 'fd_write', 'sock_recv', 'sock_send'] as const) {
        const rest =
          name === 'sock_recv' ? [0, at.result, at.result2] : name === 'sock_send' ? [0, at.result] : [at.result];
        for (const [count, errno] of [
          [(MEMORY - 8192) / 8, 'EINVAL'],
          [1_000_000_000, 'EFAULT'],
          [0x1fffffff, 'EFAULT'],
          [0x20000001, 'EFAULT'],
          [-1, 'EFAULT'],
        ] as const) {
          expect(guest.call(name, 4, 8192, count, ...rest), `${name} of ${count}`).to.equal(errno);
        }
      }
    });
  });

  it(`${mechanism(25)}: buffers that overlap, and add up to more than there is, cost nothing`, () => {
    const [path, length] = put(0, 'hi.txt');
    expect(guest.call('path_open', ROOT, 0, path, length, 0, READING, 0n, 0, at.result)).to.equal('ESUCCESS');
    const view = new DataView(guest.bytes.buffer);
    const fill = (count: number, size: number) => {
      for (let i = 0; i < count; i++) {
        view.setUint32(8192 + i * 8, 32768, true);
        view.setUint32(8192 + i * 8 + 4, size, true);
      }
    };
    cheaply(() => {
      fill(1024, MEMORY - 32768);
      expect(guest.call('fd_read', 4, 8192, 1024, at.result), '64 GiB in one read').to.equal('EINVAL');
      fill(60, MEMORY - 32768);
      expect(guest.call('fd_read', 4, 8192, 60, at.result), 'nearly 4 GiB').to.equal('ESUCCESS');
      expect(view.getUint32(at.result, true)).to.equal(3);
      fill(1024, 8);
      expect(guest.call('fd_pread', 4, 8192, 1024, 0n, at.result)).to.equal('ESUCCESS');
    });
  });

  it(`${mechanism(25)}: paths, names and listings as long as the memory are cut short or refused`, () => {
    guest.bytes.fill(0x78);
    cheaply(() => {
      for (const length of [4097, 100_000, MEMORY]) {
        expect(guest.call('path_filestat_get', ROOT, 0, 0, length, at.result)).to.equal('ENAMETOOLONG');
        expect(guest.call('path_symlink', 0, length, ROOT, 0, 1)).to.equal('ENAMETOOLONG');
        expect(guest.call('path_symlink', 0, 1, ROOT, 0, length)).to.equal('ENAMETOOLONG');
        expect(guest.call('path_rename', ROOT, 0, length, ROOT, 0, length)).to.equal('ENAMETOOLONG');
      }
      const [path, length] = put(8192, 'link');
      expect(guest.call('path_readlink', ROOT, path, length, 16384, MEMORY - 16384, at.result)).to.equal('ESUCCESS');
      expect(guest.call('fd_readdir', ROOT, 16384, MEMORY - 16384, 0n, at.result)).to.equal('ESUCCESS');
      expect(guest.call('fd_prestat_dir_name', ROOT, 16384, MEMORY - 16384)).to.equal('ESUCCESS');
      for (const cookie of [1n << 31n, 1n << 32n, 1n << 53n, (1n << 64n) - 1n]) {
        expect(guest.call('fd_readdir', ROOT, 16384, 100, BigInt.asIntN(64, cookie), at.result)).to.equal('ESUCCESS');
        expect(new DataView(guest.bytes.buffer).getUint32(at.result, true)).to.equal(0);
      }
    });
  });

  it(`${mechanism(25)}: as many subscriptions as are allowed are taken, and one more is refused`, () => {
    guest.bytes.fill(0);
    const events = 8192 + 5000 * 48;
    cheaply(() => {
      expect(guest.call('poll_oneoff', 8192, events, 4096, at.result)).to.equal('ESUCCESS');
      expect(new DataView(guest.bytes.buffer).getUint32(at.result, true)).to.equal(4096);
      expect(guest.call('poll_oneoff', 8192, events, 4097, at.result)).to.equal('EINVAL');
      expect(guest.call('poll_oneoff', 0, 0, MEMORY / 48 - 1, at.result)).to.equal('EINVAL');
      for (const count of [0x05555556, 0x08000000, 0x7fffffff, -1]) {
        expect(guest.call('poll_oneoff', 8192, events, count, at.result)).to.equal('EFAULT');
      }
    });
  });

  it('paths that wind through links and back remain cheap', () => {
    const { proxy, root } = fixture;
    mkdirSync(join(root, 'w/x/y/z'), { recursive: true });
    for (let i = 0; i < 45; i++) {
      symlinkSync(`${'./w/../'.repeat(500)}l${i + 1}`, join(root, `l${i}`));
      symlinkSync(`${'x/../'.repeat(700)}m${i + 1}`, join(root, `w/m${i}`));
    }
    symlinkSync('.', join(root, 'w/x/self'));
    cheaply(() => {
      for (const path of [
        'l0',
        'w/m0',
        'w/x/../'.repeat(500),
        'w/x/self/'.repeat(400),
        'w/x/'.concat('self/'.repeat(38), 'y'),
        '././'.repeat(1000),
        `${'/'.repeat(1)}${'/'.repeat(4000)}`,
        `dir${'/'.repeat(4000)}`,
        'dir/../'.repeat(580),
        'n'.repeat(4096),
        `${'n'.repeat(200)}/`.repeat(20),
      ]) {
        for (const follow of [0, 1]) {
          const errno = proxy.call('path_filestat_get', ROOT, follow, ...proxy.text(8192, path), at.result);
          const known = ['ESUCCESS', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTCAPABLE'];
          expect(errnoName(errno), path.slice(0, 30)).to.be.oneOf(known);
        }
      }
    });
  });

  it(`${mechanism(25)}: files can be made to look enormous, but not to be`, () => {
    const { proxy } = fixture;
    const fd = open(proxy, 'big', { oflags: Oflag.CREAT, base: EVERY_RIGHT });
    cheaply(() => {
      for (const size of [1n << 31n, 1n << 40n, 1n << 53n, 1n << 62n, -1n]) {
        const answers = ['ESUCCESS', 'EFBIG', 'EINVAL', 'ENOSPC'];
        expect(errnoName(proxy.call('fd_filestat_set_size', fd, size))).to.be.oneOf(answers);
        expect(errnoName(proxy.call('fd_allocate', fd, size, size))).to.be.oneOf(answers);
        expect(
          errnoName(proxy.call('fd_pwrite', fd, ...proxy.iovecs(at.iovecs, [at.buffer, 1]), size, at.result)),
        ).to.be.oneOf(answers);
        expect(errnoName(proxy.call('fd_seek', fd, size, 0, at.result))).to.be.oneOf(answers);
        expect(errnoName(proxy.call('fd_advise', fd, size, size, 0))).to.be.oneOf(answers);
      }
    });
  });

  it(`${mechanism(26)}: it neither delays what is ready nor overflows`, () => {
    const { proxy } = fixture;
    const extremes = [1n << 62n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n];
    for (const clock of [0, 1]) {
      for (const flags of [0, 1]) {
        for (const timeout of extremes) {
          const subscribe = (where: number, userdata: bigint, type: number) => {
            proxy.bytes.fill(0, where, where + 48);
            proxy.view.setBigUint64(where, userdata, true);
            proxy.view.setUint8(where + 8, type);
          };
          subscribe(at.in, 1n, 0);
          proxy.view.setUint32(at.in + 16, clock, true);
          proxy.view.setBigUint64(at.in + 24, timeout, true);
          proxy.view.setUint16(at.in + 40, flags, true);
          subscribe(at.in + 48, 2n, 1);
          const began = performance.now();
          proxy.ok('poll_oneoff', at.in, at.out, 2, at.result);
          expect(performance.now() - began).to.be.lessThan(SOON_MS);
          expect(proxy.view.getUint32(at.result, true), `${timeout}`).to.equal(1);
          expect(proxy.view.getBigUint64(at.out, true), 'stdin, not the clock').to.equal(2n);
        }
      }
      for (const precision of extremes) {
        proxy.ok('clock_time_get', clock, BigInt.asIntN(64, precision), at.result);
      }
    }
  });

  function put(where: number, text: string): [number, number] {
    const bytes = Buffer.from(text);
    guest.bytes.set(bytes, where);
    return [where, bytes.length];
  }
});
