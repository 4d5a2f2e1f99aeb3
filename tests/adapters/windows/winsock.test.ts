import { constants } from 'node:os';
import { expect } from 'chai';
import { SocketWait } from '../../../adapters/windows/sockets/socket-wait.js';
import { WinsockCalls, winsockCalls } from '../../../adapters/windows/sockets/winsock-calls.js';
import {
  AF_INET,
  AF_INET6,
  FIONBIO,
  FIONREAD,
  POLLHUP,
  POLLRDNORM,
  POLLWRNORM,
  SO_ACCEPTCONN,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_TYPE,
  SOCK_DGRAM,
} from '../../../adapters/windows/sockets/winsock-constants.js';
import type { WinsockFunctionName, WinsockFunctions } from '../../../adapters/windows/sockets/winsock-functions.js';
import { room, vectors } from '../../../application/contract/index.js';
import { Errno, Filetype, type Iovecs, NOT_READY, Socketoption, Sockettype } from '../../../domain/index.js';
import { needing, POSIX } from '../../needs.js';
import { FakeMemory } from './fake-memory.js';

const { EAGAIN, EAFNOSUPPORT, ECONNABORTED, ECONNREFUSED, ECONNRESET, EINVAL, EIO, EMSGSIZE, EPIPE } = constants.errno;
const SOCKET = 5;
/** One that was not opened here. */
const FOREIGN = 6;
const SOCK_STREAM = 1;
const IPV4 = Uint8Array.of(AF_INET, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);

type Functions = { [Name in WinsockFunctionName]?: (...args: number[]) => number };

/** Winsock whose functions are written here: what is not given succeeds and does nothing. Errors have this system's numbers. */
class FakeWinsock {
  readonly memory = new FakeMemory();
  readonly called: string[] = [];
  given: Functions = {};
  /** The options of every socket; an errno below 0. */
  options: Readonly<Record<number, number>> = {};
  readonly calls: WinsockCalls;
  #error = 0;

  constructor() {
    const own: Functions = {
      WSASocketW: () => SOCKET,
      WSAGetLastError: () => this.#error,
      getsockopt: (_socket, _level, name = 0, value = 0) => {
        const option = this.options[name] ?? 0;
        if (option < 0) return this.fail(-option);
        this.memory.at(value).setInt32(0, option, true);
        return 0;
      },
    };
    const functions = new Proxy({} as WinsockFunctions, {
      get:
        (_, name: WinsockFunctionName) =>
        (...args: number[]) => {
          if (name !== 'WSAGetLastError') this.called.push(name);
          return (this.given[name] ?? own[name])?.(...args) ?? 0;
        },
    });
    const kernel = { CreateEventW: () => 77 } as never;
    this.calls = new WinsockCalls({ ffi: this.memory.ffi, kernel }, functions);
  }

  /** Has a function fail. */
  fail(error: number): number {
    this.#error = error;
    return -1;
  }

  /** Called meanwhile. */
  calledBy(work: () => unknown): readonly unknown[] {
    this.called.length = 0;
    return [work(), ...this.called];
  }
}

needing(POSIX).describe('the calls of Winsock, as functions give their answers', () => {
  let winsock: FakeWinsock;
  let calls: WinsockCalls;
  beforeEach(() => {
    winsock = new FakeWinsock();
    calls = winsock.calls;
  });
  const failing = (error: number) => () => winsock.fail(error);
  const int = (at: number, value: number) => winsock.memory.at(at).setInt32(0, value, true);

  it('open nonblocking sockets, and keep none that would block', () => {
    for (const opened of [SOCKET, 0]) {
      winsock.given = {
        WSASocketW: () => opened,
        ioctlsocket: (socket, request) => (socket === opened && request === FIONBIO ? 0 : winsock.fail(EIO)),
      };
      expect(winsock.calledBy(() => calls.open(AF_INET, SOCK_STREAM))).to.deep.equal([
        opened,
        'WSASocketW',
        'ioctlsocket',
      ]);
    }
    winsock.given = { WSASocketW: failing(EAFNOSUPPORT) };
    expect(winsock.calledBy(() => calls.open(AF_INET, SOCK_STREAM))).to.deep.equal([-Errno.EAFNOSUPPORT, 'WSASocketW']);
    winsock.given = { ioctlsocket: failing(EIO) };
    for (const [work, name] of [
      [() => calls.open(AF_INET, SOCK_STREAM), 'WSASocketW'],
      [() => calls.accept(SOCKET), 'accept'],
    ] as const)
      expect(winsock.calledBy(work)).to.deep.equal([-Errno.EIO, name, 'ioctlsocket', 'closesocket']);
  });

  it('accept, and report a socket that does not listen', () => {
    for (const accepted of [9, 0]) {
      winsock.given = { accept: () => accepted };
      expect(winsock.calledBy(() => calls.accept(SOCKET))).to.deep.equal([accepted, 'accept', 'ioctlsocket']);
    }
    for (const [error, errno] of [
      [EAGAIN, Errno.EAGAIN],
      [EINVAL, Errno.ENOTSUP],
    ] as const) {
      winsock.given = { accept: failing(error) };
      expect(winsock.calledBy(() => calls.accept(SOCKET))).to.deep.equal([-errno, 'accept']);
    }
  });

  it('have a port for themselves where they listen', () => {
    winsock.given.setsockopt = (_socket, _level, name) => (name === SO_EXCLUSIVEADDRUSE ? 0 : winsock.fail(EIO));
    expect(winsock.calledBy(() => calls.bindListener(SOCKET, IPV4))).to.deep.equal([0, 'setsockopt', 'bind']);
    winsock.given.setsockopt = failing(EINVAL);
    expect(winsock.calledBy(() => calls.bindListener(SOCKET, IPV4))).to.deep.equal([-Errno.EINVAL, 'setsockopt']);
  });

  for (const [family, size] of [
    [AF_INET, 16],
    [AF_INET6, 28],
  ] as const)
    it(`listen at any port, and have a name, though bound to nothing: family ${family}`, () => {
      calls.open(family, SOCK_STREAM);
      const blank = new Uint8Array(size);
      blank[0] = family;
      winsock.given.getsockname = failing(EINVAL);
      expect(calls.nameOf(SOCKET)).to.deep.equal(blank);
      expect(calls.nameOf(FOREIGN)).to.equal(-Errno.EINVAL);
      winsock.given.getsockname = failing(EIO);
      expect(calls.nameOf(SOCKET)).to.equal(-Errno.EIO);
      let bound: unknown;
      let refused = true;
      const bind = (_socket = 0, at = 0, length = 0) => {
        const view = winsock.memory.at(at);
        bound = Uint8Array.from({ length }, (_, index) => view.getUint8(index));
        refused = false;
        return 0;
      };
      winsock.given = {
        bind: bind as (...args: number[]) => number,
        listen: () => (refused ? winsock.fail(EINVAL) : 0),
      };
      expect(winsock.calledBy(() => calls.listen(SOCKET, 1))).to.deep.equal([0, 'listen', 'bind', 'listen']);
      expect(bound).to.deep.equal(blank);
      expect(winsock.calledBy(() => calls.listen(SOCKET, 1))).to.deep.equal([0, 'listen']);
      winsock.given.listen = failing(EINVAL);
      expect(winsock.calledBy(() => calls.listen(FOREIGN, 1))).to.deep.equal([-Errno.EINVAL, 'listen']);
      winsock.given.bind = failing(EIO);
      expect(winsock.calledBy(() => calls.listen(SOCKET, 1))).to.deep.equal([-Errno.EINVAL, 'listen', 'bind']);
      winsock.given.listen = failing(EIO);
      expect(winsock.calledBy(() => calls.listen(SOCKET, 1))).to.deep.equal([-Errno.EIO, 'listen']);
    });

  it('tell what they are bound and connected to', () => {
    const put = (_socket = 0, at = 0, length = 0) => {
      for (const [index, byte] of IPV4.entries()) winsock.memory.at(at).setUint8(index, byte);
      int(length, IPV4.length);
      return 0;
    };
    winsock.given = { getsockname: put, getpeername: put } as Functions;
    expect([calls.nameOf(SOCKET), calls.peerOf(SOCKET)]).to.deep.equal([IPV4, IPV4]);
    winsock.given.getpeername = failing(EINVAL);
    expect(calls.peerOf(SOCKET)).to.equal(-Errno.EINVAL);
  });

  describe('connect', () => {
    beforeEach(() => {
      calls.open(AF_INET, SOCK_STREAM);
      winsock.given.connect = failing(EAGAIN);
    });

    it('at once, or not at all', () => {
      winsock.given.connect = () => 0;
      expect([calls.connect(SOCKET, IPV4), calls.isConnecting(SOCKET)]).to.deep.equal([0, false]);
      winsock.given.connect = failing(ECONNREFUSED);
      expect([calls.connect(SOCKET, IPV4), calls.isConnecting(SOCKET)]).to.deep.equal([-Errno.ECONNREFUSED, false]);
    });

    it('to nothing of another family, if theirs is known', () => {
      const other = IPV4.slice();
      other[0] = AF_INET6;
      expect(winsock.calledBy(() => calls.connect(SOCKET, other))).to.deep.equal([-Errno.EAFNOSUPPORT]);
      expect(winsock.calledBy(() => calls.connect(FOREIGN, other))).to.deep.equal([-Errno.EINPROGRESS, 'connect']);
    });

    for (const [name, error, peer, expected] of [
      ['it is made', 0, () => 0, 0],
      ['it is refused', ECONNREFUSED, () => 0, -Errno.ECONNREFUSED],
      ['there is none, and no error', 0, () => -1, -Errno.ECONNREFUSED],
      ['it cannot be asked', -EINVAL, () => 0, -Errno.EINVAL],
    ] as const)
      it(`and report the outcome later: ${name}`, () => {
        expect([calls.connect(SOCKET, IPV4), calls.isConnecting(SOCKET)]).to.deep.equal([-Errno.EINPROGRESS, true]);
        winsock.given.select = () => 0;
        expect([calls.writable(SOCKET), calls.hungUp]).to.deep.equal([false, false]);
        expect(calls.connect(SOCKET, IPV4)).to.equal(-Errno.EALREADY);
        expect(calls.awaitConnection(SOCKET, 1)).to.equal(-Errno.ETIMEDOUT);
        winsock.given.select = () => 1;
        winsock.given.getpeername = peer;
        winsock.options = { [SO_ERROR]: error };
        expect(calls.writable(SOCKET)).to.equal(true);
        expect([calls.connect(SOCKET, IPV4), calls.isConnecting(SOCKET)]).to.deep.equal([expected, false]);
      });

    it('and are waited for in seconds and microseconds, as many as Windows takes', () => {
      const given: number[][] = [];
      winsock.given.select = (...[, , writing = 0, , timeout = 0]) => {
        const [sets, time] = [winsock.memory.at(writing), winsock.memory.at(timeout)];
        expect([sets.getUint32(0, true), Number(sets.getBigUint64(8, true))]).to.deep.equal([1, SOCKET]);
        given.push([time.getInt32(0, true), time.getInt32(4, true)]);
        return 1;
      };
      for (const nanoseconds of [0, 2.5e9, 1_999_999_999.9, 1e300]) {
        calls.connect(SOCKET, IPV4);
        given.length = 0;
        expect(calls.awaitConnection(SOCKET, nanoseconds)).to.equal(0);
        expect(given[0]).to.deep.equal(
          nanoseconds > 1e20
            ? [0x7fff_ffff, 999_999]
            : [Math.floor(nanoseconds / 1e9), Math.floor((nanoseconds % 1e9) / 1e3)],
        );
        expect(given[1]).to.deep.equal([0, 0]);
      }
      calls.close(SOCKET);
      expect(calls.isConnecting(SOCKET)).to.equal(false);
    });
  });

  describe('receive and send', () => {
    const outside: Iovecs = { array: new Uint8Array(4), count: 1, offsets: [0], lengths: [5], total: 5 };
    /** The results of a call for buffers, one after the other: bytes, or below 0 an error. */
    function transferring(...answers: readonly number[]) {
      const left = [...answers];
      return (...[, , , count = 0]: number[]) => {
        const answer = left.shift() ?? 0;
        if (answer < 0) return winsock.fail(-answer);
        int(count, answer);
        return 0;
      };
    }
    const receive = () => [calls.receive(SOCKET, room(8), false), calls.truncated];

    it('as many bytes as they are told', () => {
      winsock.given = { WSARecvFrom: transferring(3), WSASendTo: transferring(2) };
      expect([receive(), calls.send(SOCKET, vectors('abc'))]).to.deep.equal([[3, false], 2]);
      winsock.given = { WSARecvFrom: transferring(0), WSASendTo: transferring(0) };
      expect([receive(), calls.send(SOCKET, vectors('abc'))]).to.deep.equal([[0, false], 0]);
    });

    it('nothing with buffers that are outside of their array', () => {
      for (const work of [
        () => calls.receive(SOCKET, outside, false),
        () => calls.receiveStream(SOCKET, outside),
        () => calls.send(SOCKET, outside),
        () => calls.sendTo(SOCKET, outside, IPV4),
      ])
        expect(winsock.calledBy(work)).to.deep.equal([-Errno.EFAULT]);
    });

    it('what is peeked at with the flag for it, and no sender without being asked', () => {
      const given: number[][] = [];
      winsock.given.WSARecvFrom = (...[, , , , flags = 0, from = 0, length = 0]) => {
        given.push([winsock.memory.at(flags).getUint32(0, true), from, length]);
        return 0;
      };
      calls.receive(SOCKET, room(8), true);
      calls.receive(SOCKET, room(8), false);
      expect(given).to.deep.equal([
        [2, 0, 0],
        [0, 0, 0],
      ]);
    });

    it('the sender where there is one', () => {
      const from = { value: new Uint8Array(1) };
      expect(calls.receiveFrom(SOCKET, room(8), false, from)).to.equal(0);
      expect(from.value).to.deep.equal(new Uint8Array());
      winsock.given.WSARecvFrom = (...[, , , , , at = 0, length = 0]) => {
        for (const [index, byte] of IPV4.entries()) winsock.memory.at(at).setUint8(index, byte);
        int(length, IPV4.length);
        return 0;
      };
      expect(calls.receiveFrom(SOCKET, room(8), false, from)).to.equal(0);
      expect(from.value).to.deep.equal(IPV4);
    });

    for (const [name, answers, type, expected] of [
      ['a message that was cut off', [-EMSGSIZE], SOCK_DGRAM, [8, true]],
      ['what is shut down for reading', [-EPIPE], SOCK_STREAM, [0, false]],
      ['nothing yet', [-EAGAIN], SOCK_STREAM, [-Errno.EAGAIN, false]],
      ['no message yet', [-EAGAIN, 3], SOCK_DGRAM, [-Errno.EAGAIN, false]],
      ['a connection that was reset', [-ECONNRESET, 3], SOCK_STREAM, [-Errno.ECONNRESET, false]],
      ['a message behind one that was not taken', [-ECONNRESET, -ECONNRESET, 3], SOCK_DGRAM, [3, false]],
    ] as const)
      it(`as on Linux: ${name}`, () => {
        winsock.options = { [SO_TYPE]: type };
        winsock.given.WSARecvFrom = transferring(...answers);
        expect(receive()).to.deep.equal(expected);
        winsock.given.WSARecvFrom = transferring(1);
        expect(receive()).to.deep.equal([1, false]);
      });

    for (const [name, error, hasPeer, errno] of [
      ['a connection that was given up', ECONNABORTED, true, Errno.EPIPE],
      ['none that has been', ECONNRESET, false, Errno.EPIPE],
      ['one that was reset', ECONNRESET, true, Errno.ECONNRESET],
      ['no room', EAGAIN, false, Errno.EAGAIN],
    ] as const)
      it(`as on Linux to ${name}`, () => {
        winsock.given = { WSASendTo: transferring(-error), getpeername: hasPeer ? () => 0 : failing(EINVAL) };
        expect(calls.send(SOCKET, vectors('x'))).to.equal(-errno);
      });

    it('to the given address', () => {
      let to: unknown;
      winsock.given.WSASendTo = (...[, buffers = 0, , count = 0, , at = 0, length = 0]) => {
        const view = winsock.memory.at(at);
        to = Uint8Array.from({ length }, (_, index) => view.getUint8(index));
        int(count, winsock.memory.at(buffers).getUint32(0, true));
        return 0;
      };
      expect([calls.sendTo(SOCKET, vectors('abc'), IPV4), to]).to.deep.equal([3, IPV4]);
    });
  });

  it('tell what a socket is', () => {
    for (const [type, filetype] of [
      [SOCK_STREAM, Filetype.SOCKET_STREAM],
      [SOCK_DGRAM, Filetype.SOCKET_DGRAM],
      [-EINVAL, -Errno.EINVAL],
    ] as const) {
      winsock.options = { [SO_TYPE]: type };
      expect(calls.filetype(SOCKET)).to.equal(filetype);
    }
    for (const [value, listens] of [
      [1, true],
      [0, false],
      [-EINVAL, false],
    ] as const) {
      winsock.options = { [SO_ACCEPTCONN]: value };
      expect(calls.listens(SOCKET)).to.equal(listens);
    }
  });

  for (const [name, count, events, expected] of [
    ['nothing', 0, 0, [NOT_READY, false, false, false]],
    ['bytes, and room', 1, POLLRDNORM | POLLWRNORM, [4, false, true, false]],
    ['that the other side has gone', 1, POLLHUP, [4, true, true, true]],
    ['that it cannot be asked', -1, 0, [4, true, true, true]],
  ] as const)
    it(`are ready as they are told: ${name}`, () => {
      winsock.given = {
        WSAPoll: (at = 0) => {
          winsock.memory.at(at).setUint16(10, events, true);
          return count;
        },
        ioctlsocket: (_socket, request, at = 0) => {
          if (request !== FIONREAD) return winsock.fail(EIO);
          int(at, 4);
          return 0;
        },
      };
      const readable = [calls.readable(SOCKET), calls.hungUp];
      expect([...readable, calls.writable(SOCKET), calls.hungUp]).to.deep.equal(expected);
      winsock.given.ioctlsocket = failing(EIO);
      expect(calls.readable(SOCKET)).to.equal(expected[0] === NOT_READY ? NOT_READY : 0);
    });

  describe('have options as on Linux', () => {
    const bytes = (...values: readonly number[]) => new Uint8Array(Int32Array.from(values).buffer);

    for (const [name, option, kept, told] of [
      ['streams', Socketoption.TYPE, { [SO_TYPE]: SOCK_STREAM }, [Sockettype.STREAM]],
      ['messages', Socketoption.TYPE, { [SO_TYPE]: SOCK_DGRAM }, [Sockettype.DGRAM]],
      ['an error', Socketoption.ERROR, { [SO_ERROR]: ECONNREFUSED }, [Errno.ECONNREFUSED]],
      ['no error', Socketoption.ERROR, { [SO_ERROR]: 0 }, [0]],
      ['to linger', Socketoption.LINGER, { [SO_LINGER]: 0x1_0001 | (9 << 16) }, [1, 9]],
      ['a switch', Socketoption.KEEPALIVE, { [SO_KEEPALIVE]: 1 }, [1]],
    ] as const)
      it(`which are told: ${name}`, () => {
        winsock.options = kept;
        expect(calls.option(SOCKET, option)).to.deep.equal(bytes(...told));
      });

    it('or an error', () => {
      winsock.options = { [SO_KEEPALIVE]: -EINVAL };
      expect(calls.option(SOCKET, Socketoption.KEEPALIVE)).to.equal(-Errno.EINVAL);
      expect(calls.option(SOCKET, 200)).to.equal(-Errno.ENOTSUP);
      expect(calls.setOption(SOCKET, 200, bytes(1))).to.equal(-Errno.ENOTSUP);
      winsock.given.setsockopt = failing(EINVAL);
      expect(calls.setOption(SOCKET, Socketoption.KEEPALIVE, bytes(1))).to.equal(-Errno.EINVAL);
    });

    it('which are set, if the value is whole', () => {
      const given: number[][] = [];
      winsock.given.setsockopt = (...[, , name = 0, at = 0, length = 0]) => {
        given.push([name, winsock.memory.at(at).getInt32(0, true), length]);
        return 0;
      };
      for (const [option, value, errno] of [
        [Socketoption.KEEPALIVE, bytes(1), 0],
        [Socketoption.KEEPALIVE, bytes(1).subarray(1), -Errno.EINVAL],
        [Socketoption.LINGER, bytes(1, 9), 0],
        [Socketoption.LINGER, bytes(0, -1), 0],
        [Socketoption.LINGER, bytes(5, 0x1_0000), 0],
        [Socketoption.LINGER, bytes(1, 9).subarray(1), -Errno.EINVAL],
      ] as const)
        expect(calls.setOption(SOCKET, option, value)).to.equal(errno);
      expect(given).to.deep.equal([
        [SO_KEEPALIVE, 1, 4],
        [SO_LINGER, 1 | (9 << 16), 4],
        [SO_LINGER, 0, 4],
        [SO_LINGER, 1 | (0xffff << 16), 4],
      ]);
    });

    it('of which SO_REUSEADDR is never passed to Windows', () => {
      const told = () => calls.option(SOCKET, Socketoption.REUSEADDR);
      const set = (value: number) => calls.setOption(SOCKET, Socketoption.REUSEADDR, bytes(value));
      winsock.called.length = 0;
      expect([told(), set(1), told(), set(0), told()]).to.deep.equal([bytes(0), 0, bytes(1), 0, bytes(0)]);
      expect(winsock.called).to.deep.equal([]);
      set(1);
      calls.close(SOCKET);
      expect(told()).to.deep.equal(bytes(0));
    });
  });

  describe('are waited for', () => {
    it('each once, for its requested events', () => {
      const wait = new SocketWait(calls);
      const entries: (readonly [socket: number, events: number])[] = [];
      let polled: readonly number[] = [];
      winsock.given.WSAPoll = (at = 0, count = 0, milliseconds = 0) => {
        entries.length = 0;
        for (let i = 0; i < count; i++) {
          const view = winsock.memory.at(at + 16 * i);
          entries.push([Number(view.getBigUint64(0, true)), view.getInt16(8, true)]);
        }
        polled = [count, milliseconds];
        return count === 0 ? 0 : 1;
      };
      for (let socket = 1; socket <= 40; socket++) wait.add(socket, 'read');
      wait.add(3, 'write');
      wait.add(50, 'write');
      expect([wait.count, wait.writing, wait.connecting, wait.poll(9), polled]).to.deep.equal([
        41,
        true,
        false,
        true,
        [41, 9],
      ]);
      expect(entries[0]).to.deep.equal([1, POLLRDNORM]);
      expect(entries[2]).to.deep.equal([3, POLLRDNORM | POLLWRNORM]);
      expect(entries[39]).to.deep.equal([40, POLLRDNORM]);
      expect(entries[40]).to.deep.equal([50, POLLWRNORM]);
      expect(wait.isReady()).to.equal(true);
      wait.clear();
      expect([wait.count, wait.writing, wait.poll(0), wait.isReady()]).to.deep.equal([0, false, true, false]);
      winsock.given.WSAPoll = () => -1;
      expect([wait.poll(0), wait.isReady()]).to.deep.equal([false, false]);
    });

    it('also where a connection is being made', () => {
      calls.open(AF_INET, SOCK_STREAM);
      winsock.given.connect = failing(EAGAIN);
      calls.connect(SOCKET, IPV4);
      const wait = new SocketWait(calls);
      wait.add(SOCKET, 'read');
      expect(wait.connecting).to.equal(false);
      wait.add(SOCKET, 'write');
      expect(wait.connecting).to.equal(true);
      winsock.given.select = () => 0;
      expect(wait.isReady()).to.equal(false);
      winsock.given.select = () => 1;
      expect(wait.isReady()).to.equal(true);
    });

    it('by one event, which is made once', () => {
      const selected: number[][] = [];
      winsock.given.WSAEventSelect = (...args) => selected.push(args);
      const wait = new SocketWait(calls);
      wait.add(SOCKET, 'read');
      expect([wait.signal(), wait.signal()]).to.deep.equal([77, 77]);
      wait.unsignal();
      expect(selected.map(([socket, event]) => [socket, event])).to.deep.equal([
        [SOCKET, 77],
        [SOCKET, 77],
        [SOCKET, 0],
      ]);
    });
  });

  it('are not used if they give wrong answers, or do not exist', () => {
    const bound = (bind: unknown) => ({ ffi: { ...winsock.memory.ffi, bind }, kernel: {} }) as never;
    const refusing = bound(() => () => -1);
    expect(winsockCalls(refusing)).to.match(/^does not give the known answer of \w+$/);
    expect(winsockCalls(refusing)).to.equal(winsockCalls(refusing));
    const missing = () => {
      throw new Error('there is no such function\nin this library');
    };
    expect(winsockCalls(bound(missing))).to.equal('cannot call the functions for sockets: there is no such function');
  });
});
