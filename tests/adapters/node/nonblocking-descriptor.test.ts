import { once } from 'node:events';
import net from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { type HostCalls, NO_DESCRIPTOR_CALLS, nodeHostCalls, Readiness } from '../../../adapters/node/index.js';
import { NonblockingDescriptor } from '../../../adapters/node/nonblocking-descriptor.js';
import { Filetype } from '../../../domain/index.js';

const { BLOCK_DEVICE, CHARACTER_DEVICE, REGULAR_FILE, SOCKET_STREAM, UNKNOWN } = Filetype;
const MODULE = new URL('../../../adapters/node/nonblocking-descriptor.js', import.meta.url).href;
/** Nothing is done to it. */
const FD = 5;

describe('node: a descriptor that is not to wait', () => {
  const { Socket } = net;
  /** Descriptors that a socket was made of, that were opened, and of which the kernel was asked. */
  let made: (number | undefined)[];
  let asked: number[];
  let closed: number[];
  beforeEach(() => {
    [made, asked, closed] = [[], [], []];
    net.Socket = class {
      constructor(options: { readonly fd?: number }) {
        made.push(options.fd);
      }
      unref(): void {}
    } as never;
  });
  afterEach(() => {
    net.Socket = Socket;
  });

  /** A host without `/proc`. */
  const host = (instead: Partial<HostCalls> = {}): HostCalls => ({
    ...nodeHostCalls,
    descriptors: undefined,
    socketsUnblock: true,
    descriptorCalls(fd) {
      asked.push(fd);
      return NO_DESCRIPTOR_CALLS;
    },
    close: fd => closed.push(fd) * 0,
    ...instead,
  });

  it('is left alone where it never waits', () => {
    const all = [REGULAR_FILE, BLOCK_DEVICE].map(filetype => new NonblockingDescriptor(host(), FD, filetype, false));
    for (const never of [...all, new NonblockingDescriptor(host(), FD, UNKNOWN, true)]) {
      expect([never.waits, never.toRead(), never.toWrite(), never.awaited(true)]).to.deep.equal([false, FD, FD, FD]);
      never.close();
    }
    expect([made, asked, closed]).to.deep.equal([[], [], []]);
  });

  it('is made non-blocking where it is a pipe or a socket that cannot be opened once more, and not before', () => {
    for (const filetype of [UNKNOWN, SOCKET_STREAM]) {
      made = [];
      const descriptor = new NonblockingDescriptor(host(), FD, filetype, false);
      expect([descriptor.reading(), descriptor.writing(), descriptor.waits]).to.deep.equal([FD, FD, true]);
      expect(made).to.deep.equal([]);
      expect([descriptor.toRead(), descriptor.toWrite(), descriptor.waits]).to.deep.equal([FD, FD, false]);
      expect([made, descriptor.awaited(false)]).to.deep.equal([[FD], FD]);
      descriptor.close();
    }
    expect(closed).to.deep.equal([]);
  });

  it('waits where that cannot be, and is not asked whether it would', () => {
    const fails = class {
      constructor() {
        throw new Error('EINVAL');
      }
    };
    for (const [filetype, instead, socket] of [
      [CHARACTER_DEVICE, {}, net.Socket],
      [UNKNOWN, { socketsUnblock: false }, net.Socket],
      [UNKNOWN, { descriptorCalls: () => ({ ...NO_DESCRIPTOR_CALLS, direct: true }) }, net.Socket],
      [UNKNOWN, {}, fails],
    ] as const) {
      net.Socket = socket as never;
      asked = [];
      const descriptor = new NonblockingDescriptor(host(instead), FD, filetype, false);
      expect([descriptor.toRead(), descriptor.waits, descriptor.awaited(false)]).to.deep.equal([FD, true, undefined]);
      const before = asked.length;
      expect(descriptor.toWrite()).to.equal(FD);
      const opening = asked.length - before;
      expect(opening).to.equal(before);
      expect(descriptor.readyToWrite()).to.equal(Readiness.UNKNOWN);
      expect(asked).to.have.lengthOf(before + opening);
    }
    expect(made).to.deep.equal([]);
  });

  it('is opened once more where there is a way, and what was opened is closed', () => {
    let next = 0;
    const opened: string[] = [];
    const open: HostCalls['open'] = path => {
      opened.push(path);
      return next++;
    };
    const descriptor = new NonblockingDescriptor(host({ descriptors: '/proc/self/fd/', open }), FD, UNKNOWN, false);
    for (const first of [0, 2]) {
      next = first;
      // What is opened may have the lowest number there is.
      expect([descriptor.reading(), descriptor.writing()]).to.deep.equal([first, first + 1]);
      expect([descriptor.toRead(), descriptor.awaited(true)]).to.deep.equal([first, first + 1]);
      descriptor.close();
      expect(closed).to.deep.equal([first, first + 1]);
      closed = [];
    }
    expect(opened).to.deep.equal(Array(4).fill(`/proc/self/fd/${FD}`));
    // One of them alone.
    expect(descriptor.toWrite()).to.equal(4);
    descriptor.close();
    expect(descriptor.toRead()).to.equal(5);
    descriptor.close();
    expect(closed).to.deep.equal([4]);
    const socket = new NonblockingDescriptor(host({ descriptors: '/proc/self/fd/', open }), FD, SOCKET_STREAM, false);
    expect([socket.reading(), socket.writing(), socket.waits]).to.deep.equal([FD, FD, true]);
  });

  it('is made non-blocking by the kernel’s poll in a worker, which would close what a socket was made of', async () => {
    const program = `
      const { parentPort } = require('node:worker_threads');
      import(${JSON.stringify(MODULE)}).then(({ NonblockingDescriptor }) => {
        const told = [1, 0, -1].map(readiness => {
          const host = {
            descriptors: undefined,
            socketsUnblock: true,
            descriptorCalls: () => ({ direct: false, ready: () => readiness }),
          };
          const descriptor = new NonblockingDescriptor(host, ${FD}, ${UNKNOWN}, false);
          return [descriptor.reading(), descriptor.waits];
        });
        parentPort.postMessage(told);
      });`;
    const worker = new Worker(program, { eval: true });
    expect((await once(worker, 'message'))[0]).to.deep.equal([
      [FD, false],
      [FD, false],
      [FD, true],
    ]);
    await worker.terminate();
  });
});
