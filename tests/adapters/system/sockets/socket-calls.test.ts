import { constants } from 'node:os';
import { expect } from 'chai';
import { POLLHUP, POLLOUT, SOCK_DGRAM, SOCK_STREAM } from '../../../../adapters/system/constants.js';
import type { Ffi, SystemCalls } from '../../../../adapters/system/index.js';
import { bindFunctions } from '../../../../adapters/system/libc.js';
import { LinuxSocketCalls, linuxSocketCalls } from '../../../../adapters/system/sockets/linux-socket-calls.js';
import { socketsThrough } from '../../../../adapters/system/sockets/linux-sockets.js';
import { Resolver } from '../../../../adapters/system/sockets/resolver.js';
import {
  SOCKET_FUNCTIONS,
  type SocketFunctionName,
  type SocketFunctions,
} from '../../../../adapters/system/sockets/socket-functions.js';
import { blankFilestat, room } from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { Errno, type Iovecs, Socketoption, Sockettype } from '../../../../domain/index.js';
import { LINUX } from '../../../needs.js';
import { allCalls, alteredCalls } from '../altered-calls.js';

const { EBADF, ECONNREFUSED, EINTR, EIO, ENOTSOCK } = constants.errno;
/** Any number: the functions that are altered do not look at it. */
const SOCKET = 5;
const OPTION_SIZE = 16;

type Altered = { [Name in SocketFunctionName]?: (...args: number[]) => number };

for (const calls of allCalls) {
  const { ffi, architecture } = calls;
  const real = bindFunctions(ffi, architecture, SOCKET_FUNCTIONS);
  const errno = new Int32Array(ffi.memory(calls.libc.__errno_location(), 4));
  const fail = (error: number) => {
    errno[0] = error;
    return -1;
  };
  /** Calls for sockets of which some are made otherwise. */
  const socketsWith = (altered: Altered) =>
    new LinuxSocketCalls(calls, { ...real, ...(altered as Partial<SocketFunctions>) });

  describe(`the calls for sockets through ${ffi.name}`, () => {
    it('retry accept() after a signal', () => {
      let times = 0;
      const sockets = socketsWith({ accept4: () => (times++ === 0 ? fail(EINTR) : SOCKET) });
      expect(sockets.accept(SOCKET)).to.equal(SOCKET);
      expect(times).to.equal(2);
    });

    it('are not made with buffers that exceed their array', () => {
      const made: string[] = [];
      const noting = (name: string) => () => {
        made.push(name);
        return 0;
      };
      const sockets = socketsWith(
        Object.fromEntries(['recv', 'recvmsg', 'send', 'sendmsg'].map(name => [name, noting(name)])),
      );
      for (const count of [1, 2]) {
        const outside: Iovecs = { array: new Uint8Array(4), count, offsets: [0, 1], lengths: [5, 4], total: 9 };
        for (const result of [
          sockets.receive(SOCKET, outside, false),
          sockets.receiveFrom(SOCKET, outside, false, { value: new Uint8Array() }),
          sockets.receiveStream(SOCKET, outside),
          sockets.send(SOCKET, outside),
          sockets.sendTo(SOCKET, outside, new Uint8Array(16)),
        ])
          expect(result).to.equal(-Errno.EFAULT);
      }
      expect(made).to.deep.equal([]);
    });

    it('do not report an earlier message as cut off', () => {
      // The flags of the message: MSG_TRUNC.
      const recvmsg = (_fd: number, message = 0) => {
        new DataView(ffi.memory(message, 56)).setInt32(48, 0x20, true);
        return 1;
      };
      const sockets = socketsWith({ recvmsg: recvmsg as (...args: number[]) => number });
      expect([sockets.receive(SOCKET, room(1), false), sockets.truncated]).to.deep.equal([1, true]);
      const outside: Iovecs = { array: new Uint8Array(4), count: 2, offsets: [0, 1], lengths: [5, 4], total: 9 };
      expect([sockets.receive(SOCKET, outside, false), sockets.truncated]).to.deep.equal([-Errno.EFAULT, false]);
    });

    it('report what the kernel refuses', () => {
      const sockets = socketsWith({
        getsockopt: () => fail(ENOTSOCK),
        getsockname: () => fail(EBADF),
        getpeername: () => fail(EBADF),
      });
      expect(sockets.filetype(SOCKET)).to.equal(-Errno.ENOTSOCK);
      expect(sockets.listens(SOCKET)).to.equal(false);
      for (const option of [Socketoption.KEEPALIVE, Socketoption.TYPE, Socketoption.ERROR])
        expect(sockets.option(SOCKET, option)).to.equal(-Errno.ENOTSOCK);
      expect(sockets.nameOf(SOCKET)).to.equal(-Errno.EBADF);
      expect(sockets.peerOf(SOCKET)).to.equal(-Errno.EBADF);
    });

    it('leave attributes alone that the kernel does not report', () => {
      const refusing = new LinuxSocketCalls(
        alteredCalls(calls, (_, refuse) => ({ fstat: () => refuse(EIO) })),
        real,
      );
      const into = { ...blankFilestat(), inode: 7n };
      expect([refusing.stat(SOCKET, into), into.inode]).to.deep.equal([-Errno.EIO, 7n]);
    });

    for (const [name, option, kept, told] of [
      ['an error', Socketoption.ERROR, ECONNREFUSED, Errno.ECONNREFUSED],
      ['no error', Socketoption.ERROR, 0, 0],
      ['streams', Socketoption.TYPE, SOCK_STREAM, Sockettype.STREAM],
      ['messages', Socketoption.TYPE, SOCK_DGRAM, Sockettype.DGRAM],
      ['the size of a buffer', Socketoption.SNDBUF, ECONNREFUSED, ECONNREFUSED],
      ['a switch', Socketoption.KEEPALIVE, SOCK_DGRAM, SOCK_DGRAM],
    ] as const)
      it(`give a guest options in numbers of its own: ${name}`, () => {
        const getsockopt = (...[, , , value = 0, length = 0]: number[]) => {
          new DataView(ffi.memory(value, 4)).setInt32(0, kept, true);
          new DataView(ffi.memory(length, 4)).setUint32(0, 4, true);
          return 0;
        };
        const found = socketsWith({ getsockopt }).option(SOCKET, option);
        expect(typeof found === 'number' ? found : [...found]).to.deep.equal([told, 0, 0, 0]);
      });

    it('set options up to the size of the longest, and no larger', () => {
      const lengths: number[] = [];
      const setsockopt = (...[, , , , length = 0]: number[]) => {
        lengths.push(length);
        return 0;
      };
      const sockets = socketsWith({ setsockopt });
      expect(sockets.setOption(SOCKET, Socketoption.LINGER, new Uint8Array(OPTION_SIZE))).to.equal(0);
      expect(sockets.setOption(SOCKET, Socketoption.LINGER, new Uint8Array(OPTION_SIZE + 1))).to.equal(-Errno.EINVAL);
      expect(lengths).to.deep.equal([OPTION_SIZE]);
    });

    for (const [name, events, expected] of [
      ['nothing', 0, [false, false]],
      ['room', POLLOUT, [true, false]],
      ['room, and that the other side has gone', POLLOUT | POLLHUP, [true, true]],
    ] as const)
      it(`report whether a socket is writable as the kernel does: ${name}`, () => {
        const ppoll = (entries = 0) => {
          new DataView(ffi.memory(entries, 8)).setUint16(6, events, true);
          return events === 0 ? 0 : 1;
        };
        const sockets = new LinuxSocketCalls(
          alteredCalls(calls, () => ({ ppoll })),
          real,
        );
        expect([sockets.writable(SOCKET), sockets.hungUp]).to.deep.equal(expected);
      });

    describe('when they are first asked for', () => {
      /** The same calls, which have not been probed yet. @param bind binds functions otherwise */
      const unknown = (bind: Ffi['bind'] = ffi.bind): SystemCalls => ({ ...calls, ffi: { ...ffi, bind } });

      it('are tried once', () => {
        let bound = 0;
        const fresh = unknown((...args) => {
          bound++;
          return ffi.bind(...args);
        });
        const sockets = linuxSocketCalls(fresh);
        expect(sockets).to.be.instanceOf(LinuxSocketCalls);
        const before = bound;
        expect(linuxSocketCalls(fresh)).to.equal(sockets);
        expect(bound).to.equal(before);
        expect(socketsThrough({ calls: fresh, reasons: [] })).to.equal(sockets);
      });

      it('are not used if they give other answers, or do not exist', () => {
        const forbidden = 'does not give the known answer of socket: sockets may be forbidden here';
        const refusing = unknown((() => () => -1) as unknown as Ffi['bind']);
        expect(linuxSocketCalls(refusing)).to.equal(forbidden);
        expect(() => socketsThrough({ calls: refusing, reasons: [] })).to.throw(
          ConfigurationError,
          `there are no sockets: ${forbidden}`,
        );
        const missing = unknown(() => {
          throw new Error('there is no such function\nin this library');
        });
        expect(linuxSocketCalls(missing)).to.equal('cannot call the functions for sockets: there is no such function');
      });
    });

    describe('for names', () => {
      const query = { family: 4, passive: false } as const;
      /** Resolves by another function than the system's. */
      const resolverWith = (alter: (getaddrinfo: (...args: number[]) => number) => (...args: number[]) => number) =>
        new Resolver({
          ...calls,
          ffi: {
            ...ffi,
            bind: ((symbol, signature, library) => {
              const bound = ffi.bind(symbol, signature, library);
              return symbol === 'getaddrinfo' ? alter(bound as unknown as (...args: number[]) => number) : bound;
            }) as Ffi['bind'],
          },
        });
      /** Changes one byte of the first address that is found: 2 and 3 are of its port, 4 to 7 its own. */
      const changing = (at: number) => () =>
        resolverWith(getaddrinfo => (...args) => {
          const failure = getaddrinfo(...args);
          const [list = 0n] = new BigUint64Array(ffi.memory(args[3] as number, 8));
          const [sockaddr = 0n] = new BigUint64Array(ffi.memory(Number(list) + 24, 8));
          const bytes = new Uint8Array(ffi.memory(Number(sockaddr), 16));
          bytes[at] = (bytes[at] as number) ^ 1;
          return failure;
        });

      it('are used where they give the known answer, and not where they do not', () => {
        expect(resolverWith(getaddrinfo => getaddrinfo).resolve('127.0.0.1', '80', query)).to.be.an('array');
        for (const wrong of [changing(3), changing(7), () => resolverWith(() => () => -2)])
          expect(wrong).to.throw('getaddrinfo does not give the known answer');
      });

      it('return ENAMETOOLONG for a name that is too long', () => {
        const resolver = resolverWith(getaddrinfo => getaddrinfo);
        for (const [host, service] of [
          ['x'.repeat(5000), '80'],
          ['127.0.0.1', 'x'.repeat(5000)],
        ] as const)
          expect(resolver.resolve(host, service, query)).to.equal(-Errno.ENAMETOOLONG);
      });
    });
  });
}

describe('sockets where there is no FFI', () => {
  it('are a problem that names each, and how to get one', () => {
    const reasons = ['koffi is not installed', 'node:ffi cannot be loaded'];
    expect(() => socketsThrough({ calls: undefined, reasons }))
      .to.throw(ConfigurationError, `there are no sockets: ${reasons.join('; ')}`)
      .with.property(
        'remedy',
        LINUX.met ? 'install the package koffi, or use Node 26.9 or later' : 'use Linux or Windows',
      );
  });
});
