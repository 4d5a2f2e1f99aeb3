import { expect } from 'chai';
import { MemoryNetwork, memoryPorts } from '../../../adapters/memory/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { formatStrace } from '../../../application/formats/index.js';
import type { Instance } from '../../../application/runtime/index.js';
import { Errno, Socketoption, Sockettype } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { le } from './proxy-guest.js';

/** Bytes of the guest's memory. */
const MEMORY = 65_536;
const SOCKET = 3;

/** Where good arguments point to. */
const IOVEC = 1024;
const ROOM = 2048;
const NUMBER = 3072;
const HOST = 4096;
const HINTS = 4160;
const LIST = 4224;
const COUNT = 4228;

/** Pointers that are good for no bytes, and one byte before the last that is good for `size`. */
const badFor = (size: number) => [MEMORY - size + 1, MEMORY, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff];

describe('The pointers of a call on a network', () => {
  /** How many parameters each call has. */
  const calls = { sock_open: 3, sock_bind: 3, sock_getlocaladdr: 4, sock_getsockopt: 5, sock_setsockopt: 5 } as const;
  const parameters: Readonly<Record<string, number>> = { ...calls, sock_getaddrinfo: 8 };
  let instance: Instance;
  let bytes: Uint8Array;
  let view: DataView;
  let line: string | undefined;

  before(async () => {
    const imports = Object.entries(parameters).map(
      ([name, count]) =>
        `(import "wasi_snapshot_preview1" "${name}" (func $${name} (param ${'i32 '.repeat(count)}) (result i32)))`,
    );
    const exports = Object.entries(parameters).map(
      ([name, count]) =>
        `(func (export "${name}") (param ${'i32 '.repeat(count)}) (result i32)
          ${Array.from({ length: count }, (_, at) => `local.get ${at}`).join(' ')} call $${name})`,
    );
    const wasm = await buildWat(`(module ${imports.join('\n')} (memory (export "memory") 1) ${exports.join('\n')})`);
    const runtime = createRuntime(memoryPorts());
    runtime.hostcalls$.subscribe(call => {
      line = formatStrace(call).replace(/ +=/, ' =');
    });
    instance = await runtime.instantiate(wasm, { network: new MemoryNetwork().byAddress() });
    instance.initialize();
    bytes = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
    view = new DataView(bytes.buffer);
    expect(call('sock_open', 1, 2, NUMBER)).to.equal(0);
    expect(view.getUint32(NUMBER, true)).to.equal(SOCKET);
  });

  beforeEach(() => bytes.fill(0xa5));

  after(() => instance.close());

  function call(name: string, ...args: number[]): number {
    return instance.invoke(name, ...args) as number;
  }

  function put(at: number, ...values: number[]): void {
    for (const [index, value] of values.entries()) view.setUint32(at + 4 * index, value, true);
  }

  function expectFault(name: string, ...args: number[]): void {
    const before = bytes.slice();
    expect(call(name, ...args), `${name}(${args.join()})`).to.equal(Errno.EFAULT);
    expect(Buffer.compare(bytes, before), `${name}(${args.join()}): memory changed`).to.equal(0);
    expect(line).to.match(new RegExp(`^${name}\\(.* = -1 EFAULT \\(Bad address\\)$`));
  }

  it('are those of a pair of pointer and length, and what it points to', () => {
    put(IOVEC, ROOM, 16);
    for (const bad of badFor(8)) expectFault('sock_getlocaladdr', SOCKET, bad, NUMBER, NUMBER + 4);
    for (const bad of badFor(4)) expectFault('sock_getlocaladdr', SOCKET, IOVEC, bad, NUMBER + 4);
    for (const bad of badFor(4)) expectFault('sock_getlocaladdr', SOCKET, IOVEC, NUMBER, bad);
    for (const bad of badFor(16)) {
      put(IOVEC, bad, 16);
      expectFault('sock_getlocaladdr', SOCKET, IOVEC, NUMBER, NUMBER + 4);
      expectFault('sock_bind', SOCKET, IOVEC, 80);
    }
    put(IOVEC, MEMORY - 16, 0xffff_fff8);
    expectFault('sock_getlocaladdr', SOCKET, IOVEC, NUMBER, NUMBER + 4);
    // Up to the last byte all is good.
    put(MEMORY - 32, MEMORY - 16, 16);
    expect(call('sock_getlocaladdr', SOCKET, MEMORY - 32, NUMBER, NUMBER + 4)).to.equal(0);
    put(MEMORY - 8, ROOM, 16);
    expect(call('sock_getlocaladdr', SOCKET, MEMORY - 8, NUMBER, MEMORY - 4)).to.equal(0);
    expect([...bytes.slice(ROOM, ROOM + 16)]).to.deep.equal(Array(16).fill(0));
  });

  it('are those of a value, and of its length where that is stored', () => {
    const TYPE = Socketoption.TYPE;
    put(NUMBER, 4);
    for (const bad of badFor(4)) {
      expectFault('sock_getsockopt', SOCKET, 0, TYPE, bad, NUMBER);
      expectFault('sock_getsockopt', SOCKET, 0, TYPE, ROOM, bad);
      expectFault('sock_setsockopt', SOCKET, 0, 0, bad, 4);
    }
    for (const length of [MEMORY - ROOM + 1, 0x8000_0000, 0xffff_ffff]) {
      put(NUMBER, length);
      expectFault('sock_getsockopt', SOCKET, 0, TYPE, ROOM, NUMBER);
      expectFault('sock_setsockopt', SOCKET, 0, 0, ROOM, length);
    }
    put(MEMORY - 4, 8);
    expect(call('sock_getsockopt', SOCKET, 0, TYPE, MEMORY - 12, MEMORY - 4)).to.equal(0);
    expect([view.getInt32(MEMORY - 12, true), view.getUint32(MEMORY - 4, true)]).to.deep.equal([Sockettype.STREAM, 4]);
  });

  describe('of addresses in a list', () => {
    const [INFO, ADDRESS, DATA] = [8192, 8448, 8704];
    /** The bytes of an address of each version, with its port. */
    const SIZES = [14, 26];

    /** Lays out a list of two, the first for IPv4. */
    function layOut({ infos = [INFO, INFO + 32], addresses = [ADDRESS, ADDRESS + 16], data = [DATA, DATA + 32] } = {}) {
      bytes.set(Buffer.from('localhost'), HOST);
      bytes.set(Buffer.from('80'), HOST + 16);
      bytes.fill(0, HINTS, HINTS + 28);
      // A bad pointer is found before anything is written.
      const at = (pointer: number | undefined = 0) => (pointer <= MEMORY - 28 ? pointer : 0x2000 - 64);
      put(LIST, infos[0] as number);
      put(at(infos[0]) + 24, infos[1] as number);
      for (const index of [0, 1]) {
        put(at(infos[index]) + 12, addresses[index] as number);
        put(at(addresses[index]) + 8, data[index] as number);
      }
    }

    const resolve = (list = LIST, most = 2) => [HOST, 9, HOST + 16, 2, HINTS, list, most, COUNT];

    it('are all looked at before anything is stored', () => {
      layOut();
      for (const bad of badFor(4)) {
        expectFault('sock_getaddrinfo', ...resolve(bad));
        expectFault('sock_getaddrinfo', ...resolve().with(7, bad));
      }
      for (const bad of badFor(28)) expectFault('sock_getaddrinfo', ...resolve().with(4, bad));
      for (const index of [0, 1]) {
        for (const bad of badFor(28)) {
          layOut({ infos: [INFO, INFO + 32].with(index, bad) });
          expectFault('sock_getaddrinfo', ...resolve());
        }
        for (const bad of badFor(12)) {
          layOut({ addresses: [ADDRESS, ADDRESS + 16].with(index, bad) });
          expectFault('sock_getaddrinfo', ...resolve());
        }
        for (const bad of badFor(SIZES[index] as number)) {
          layOut({ data: [DATA, DATA + 32].with(index, bad) });
          expectFault('sock_getaddrinfo', ...resolve());
        }
      }
    });

    it('are not looked at behind the last address', () => {
      layOut({ infos: [INFO, 0xffff_ffff] });
      expect(call('sock_getaddrinfo', ...resolve(LIST, 1))).to.equal(0);
      expect(view.getUint32(COUNT, true)).to.equal(1);
    });

    it('may point to the last bytes of the memory, and no other byte is written', () => {
      const [infos, addresses, data] = [
        [INFO, INFO + 32],
        [ADDRESS, ADDRESS + 16],
        [MEMORY - 40, MEMORY - 26],
      ] as const;
      layOut({ infos: [...infos], addresses: [...addresses], data: [...data] });
      const expected = bytes.slice();
      const store = (at: number, values: number[]) => expected.set(values, at);
      for (const [index, family] of [1, 2].entries()) {
        const size = SIZES[index] as number;
        const info = infos[index] as number;
        // Flags, family, SOCK_STREAM, IPPROTO_TCP, the length of the sockaddr; no canonical name.
        store(info, [...le([0, 2]), family, 2, ...le([1, 4], [size + 2, 4])]);
        store(info + 20, le([0, 4]));
        store(addresses[index] as number, le([family, 4], [size, 4]));
      }
      store(data[0], [0, 80, 127, 0, 0, 1, ...Array(8).fill(0)]);
      store(data[1], [0, 80, ...Array(19).fill(0), 1, ...Array(4).fill(0)]);
      store(COUNT, le([2, 4]));
      expect(call('sock_getaddrinfo', ...resolve())).to.equal(0);
      expect(Buffer.compare(bytes, expected)).to.equal(0);
      expect(line).to.match(/^sock_getaddrinfo\("localhost", "80", 0{56}, \[127\.0\.0\.1:80, \[::1\]:80\], 2\) = 2$/);
    });
  });
});
