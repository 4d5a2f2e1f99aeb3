import { expect } from 'chai';
import { AF_INET, AF_INET6 } from '../../../adapters/windows/sockets/winsock-constants.js';
import { WinsockResolver } from '../../../adapters/windows/sockets/winsock-resolver.js';
import { Errno, type NameQuery } from '../../../domain/index.js';
import { FakeMemory } from './fake-memory.js';

const ADDRINFO = 48;
const QUERY: NameQuery = { family: 4, passive: false };
/** Characters that a name has at most. */
const MOST = 511;

/** The arguments of GetAddrInfoW. */
interface Question {
  readonly host: string | undefined;
  readonly service: string | undefined;
  readonly hints: readonly number[];
}

describe('names on Windows, as functions give their answers', () => {
  let memory: FakeMemory;
  let asked: Question[];
  let freed: number[];
  /** The answer: addresses with their ports; or a number of an error. */
  let answer: readonly (readonly [number[], number])[] | number;
  beforeEach(() => {
    memory = new FakeMemory();
    [asked, freed] = [[], []];
    answer = [[[127, 0, 0, 1], 80]];
  });

  /** A text of UTF-16; undefined for none. */
  function textAt(address: number): string | undefined {
    if (address === 0) return undefined;
    const view = memory.at(address);
    let text = '';
    for (let at = 0; view.getUint16(at, true) !== 0; at += 2) text += String.fromCharCode(view.getUint16(at, true));
    return text;
  }

  /** Puts a list of ADDRINFOWs. @returns the address of the first, 0 for none */
  function listed(addresses: readonly (readonly [number[], number])[]): number {
    let next = 0;
    for (const [bytes, port] of [...addresses].reverse()) {
      const isV6 = bytes.length === 16;
      const sockaddr = new Uint8Array(isV6 ? 28 : 16);
      sockaddr.set([isV6 ? AF_INET6 : AF_INET, 0, port >> 8, port & 0xff]);
      sockaddr.set(bytes, isV6 ? 8 : 4);
      const info = new DataView(new ArrayBuffer(ADDRINFO));
      info.setBigUint64(16, BigInt(sockaddr.length), true);
      info.setBigUint64(32, BigInt(memory.put(sockaddr)), true);
      info.setBigUint64(40, BigInt(next), true);
      next = memory.put(new Uint8Array(info.buffer));
    }
    return next;
  }

  const functions: Readonly<Record<string, (...args: number[]) => number>> = {
    GetAddrInfoW(host = 0, service = 0, hints = 0, result = 0) {
      const view = memory.at(hints);
      asked.push({
        host: textAt(host),
        service: textAt(service),
        hints: [0, 4, 8].map(at => view.getInt32(at, true)),
      });
      if (typeof answer === 'number') return answer;
      memory.at(result).setBigUint64(0, BigInt(listed(answer)), true);
      return 0;
    },
    FreeAddrInfoW: (list = 0) => freed.push(list),
  };
  const opened = () => new WinsockResolver({ ...memory.ffi, bind: (name: string) => functions[name] } as never);

  it('are not resolved if a known one gives a wrong answer', () => {
    expect(opened).to.not.throw();
    for (const wrong of [11001, [], [[[127, 0, 0, 1], 81]], [[[127, 0, 0, 2], 80]]]) {
      answer = wrong as typeof answer;
      expect(opened).to.throw('GetAddrInfoW does not give the known answer');
    }
  });

  it('are passed on unchanged, and the answer is returned', () => {
    const resolver = opened();
    [asked, freed] = [[], []];
    answer = [
      [Array.from({ length: 16 }, (_, index) => index), 443],
      [[192, 0, 2, 1], 443],
    ];
    expect(resolver.resolve('bücher.example', 'https', { family: 0, passive: true })).to.deep.equal(
      answer.map(([bytes, port]) => ({ bytes: Uint8Array.from(bytes), port })),
    );
    expect(freed).to.have.lengthOf(1);
    resolver.resolve('', '80', { family: 6, passive: false });
    resolver.resolve('x', '', QUERY);
    expect(asked).to.deep.equal([
      { host: 'bücher.example', service: 'https', hints: [1, 0, 1] },
      { host: undefined, service: '80', hints: [0, AF_INET6, 1] },
      { host: 'x', service: undefined, hints: [0, AF_INET, 1] },
    ]);
  });

  it('are an error without an answer, or if they are invalid', () => {
    const resolver = opened();
    freed = [];
    for (const [error, errno] of [
      [11001, Errno.ENOENT],
      [11002, Errno.EAGAIN],
      [11003, Errno.EIO],
      [8, Errno.ENOMEM],
    ] as const) {
      answer = error;
      expect(resolver.resolve('x', '80', QUERY)).to.equal(-errno);
    }
    asked = [];
    expect(resolver.resolve('a\0b', '80', QUERY)).to.equal(-Errno.EINVAL);
    expect(resolver.resolve('x'.repeat(MOST + 1), '80', QUERY)).to.equal(-Errno.ENAMETOOLONG);
    expect(resolver.resolve('x', '8'.repeat(MOST + 1), QUERY)).to.equal(-Errno.ENAMETOOLONG);
    expect([asked, freed]).to.deep.equal([[], []]);
    resolver.resolve('x'.repeat(MOST), '8'.repeat(MOST), QUERY);
    expect(asked[0]).to.include({ host: 'x'.repeat(MOST), service: '8'.repeat(MOST) });
  });
});
