import { expect } from 'chai';
import { DescriptorHandle } from '../../../adapters/node/descriptor-handle.js';
import { SocketHandle } from '../../../adapters/system/index.js';
import type { SharedCalls } from '../../../adapters/windows/calls/shared-calls.js';
import type { StreamCalls, StreamKind } from '../../../adapters/windows/calls/stream-calls.js';
import { WinsockCalls } from '../../../adapters/windows/sockets/winsock-calls.js';
import type { WinsockFunctions } from '../../../adapters/windows/sockets/winsock-functions.js';
import { WindowsWaiting } from '../../../adapters/windows/waiting.js';
import { type Interest, NOT_READY, Notifier } from '../../../domain/index.js';
import { FakeMemory } from './fake-memory.js';

const EVENT = 77;
const SOCKET = 5;
/** More handles than Windows waits for at once. */
const MANY = 70;
/** In nanoseconds, longer than any test takes. */
const LONG = 3600e9;

class Descriptor extends DescriptorHandle {
  readonly fd: number;

  constructor(fd: number) {
    super();
    this.fd = fd;
  }

  /** Node cannot wait for it. */
  awaited(): undefined {
    return undefined;
  }
}

const interest = (handle: object | undefined, event: Interest['event'] = 'read'): Interest => ({
  source: { handle, readable: () => NOT_READY, writable: () => false } as unknown as Interest['source'],
  event,
});
const descriptor = (fd: number, event?: Interest['event']) => interest(new Descriptor(fd), event);
const socket = (event?: Interest['event'], handle = SOCKET) => interest(new SocketHandle(handle, false), event);

/** How long it is waited, in milliseconds. Of an hour, some may have passed already. */
function timeText(milliseconds: number): string {
  return milliseconds > 3_000_000 && milliseconds <= 3_600_000 ? 'an hour' : `${milliseconds}`;
}

describe('waiting on Windows, as functions give their answers', () => {
  let memory: FakeMemory;
  /** The calls, with the time in milliseconds. */
  let called: string[];
  /** What each descriptor is; by its number. */
  let kinds: Record<number, StreamKind | undefined>;
  /** How many polls there are before an event. */
  let silences: number;
  /** The results of the wait for handles, and of WSAPoll. */
  let waited: number;
  let polled: number[];
  let shared: SharedCalls;
  beforeEach(() => {
    memory = new FakeMemory();
    called = [];
    kinds = { 0: 'console', 1: 'pipe' };
    [silences, waited, polled] = [1, 0, []];
    const kernel = {
      CreateEventW: () => EVENT,
      WaitForMultipleObjects: (count: number, at: number, _all: number, milliseconds: number) => {
        const handles = Array.from({ length: count }, (_, index) => memory.at(at).getBigUint64(8 * index, true));
        called.push(`handles ${handles.join(' ')}: ${timeText(milliseconds)}`);
        return waited;
      },
    };
    const functions = new Proxy({} as WinsockFunctions, {
      get: (_, name) => (_at: number, count: number, milliseconds: number) => {
        if (name !== 'WSAPoll') return 0;
        called.push(`poll ${count}: ${timeText(milliseconds)}`);
        return polled.shift() ?? 0;
      },
    });
    const calls = { ffi: memory.ffi, kernel } as never;
    const streams: Partial<StreamCalls> = {
      handleOf: fd => fd + 100,
      kindOf: handle => kinds[handle - 100],
      available: handle => (--silences >= 0 ? NOT_READY : handle),
    };
    shared = { calls, streams, sockets: new WinsockCalls(calls, functions), reasons: ['koffi is a fake'] } as never;
  });

  /** Waits, and returns the calls. */
  function calledIn(nanoseconds: number, ...interests: readonly Interest[]): readonly string[] {
    expect(new WindowsWaiting(shared).wait(nanoseconds, interests)).to.equal(0);
    return called;
  }

  it('for a console is one call, of the given time and at most an hour', () => {
    expect(calledIn(LONG, descriptor(0))).to.deep.equal(['handles 100: an hour']);
    silences = 1;
    expect(calledIn(2 * LONG, descriptor(0), interest(new Notifier())).slice(1)).to.deep.equal([
      'handles 100: an hour',
    ]);
  });

  it('ends at once if something is ready', () => {
    silences = 0;
    expect(calledIn(LONG, descriptor(0))).to.deep.equal([]);
    polled = [1];
    silences = 1;
    expect(calledIn(LONG, descriptor(0), socket())).to.deep.equal(['poll 1: 0']);
  });

  it('makes no call once the time has passed', () => {
    silences = 1000;
    expect(calledIn(0, descriptor(0))).to.deep.equal([]);
    expect(calledIn(-1, descriptor(0))).to.deep.equal([]);
  });

  it('for a pipe polls it, with pauses of up to ten milliseconds', () => {
    // Two are polled in each round.
    silences = 28;
    const all = calledIn(LONG, descriptor(0), descriptor(1));
    expect(all.map(each => each.replace(/^.*: /, '')).join(' ')).to.equal('1 2 2 2 3 4 4 5 6 8 10 10 10 10');
  });

  it('for pipes alone polls them', () => {
    const began = performance.now();
    expect(calledIn(LONG, descriptor(1))).to.deep.equal([]);
    expect(performance.now() - began).to.be.above(0.5);
  });

  it('for sockets alone is one call', () => {
    polled = [0];
    expect(calledIn(2.5e6, socket(), socket('write'))).to.deep.equal(['poll 1: 3']);
  });

  it('for sockets beside consoles uses an event, and polls whether one can be written', () => {
    expect(calledIn(LONG, descriptor(0), socket())).to.deep.equal(['poll 1: 0', `handles 100 ${EVENT}: an hour`]);
    [called, silences] = [[], 1];
    expect(calledIn(LONG, descriptor(0), socket('write'))).to.deep.equal(['poll 1: 0', `handles 100 ${EVENT}: 1`]);
  });

  it('polls where there are more than Windows can wait for', () => {
    for (let fd = 0; fd < MANY; fd++) kinds[fd] = 'console';
    silences = MANY;
    const all = Array.from({ length: MANY }, (_, fd) => descriptor(fd));
    expect(calledIn(LONG, ...all).map(each => each.replace(/^.*: /, ''))).to.deep.equal(['1']);
    [called, silences] = [[], 64];
    expect(calledIn(LONG, ...all.slice(0, 64), socket()).map(each => each.replace(/^.*: /, ''))).to.deep.equal([
      '0',
      '1',
    ]);
  });

  it('polls where the kernel cannot wait', () => {
    waited = -1;
    silences = 3;
    const began = performance.now();
    calledIn(LONG, descriptor(0));
    expect(called).to.have.lengthOf(3);
    expect(performance.now() - began).to.be.above(2);
    [called, polled] = [[], [-1]];
    calledIn(LONG, socket());
    expect(called).to.deep.equal(['poll 1: an hour']);
  });

  for (const [name, interests, change] of [
    ['a pipe that is to be written', [descriptor(1, 'write')], () => {}],
    ['neither a pipe nor a console', [descriptor(2)], () => {}],
    ['what has no descriptor', [descriptor(0), interest(undefined)], () => {}],
    ['nothing', [], () => {}],
    ['this thread alone', [interest(new Notifier())], () => {}],
    ['sockets that cannot be had', [socket()], () => Object.assign(shared, { sockets: 'sockets are forbidden' })],
    ['what there is no FFI for', [descriptor(0)], () => Object.assign(shared, { calls: undefined })],
  ] as const)
    it(`is left to Node for ${name}`, () => {
      change();
      expect(calledIn(1e6, ...interests)).to.deep.equal([]);
      // No pipe has been looked at.
      expect(silences).to.equal(1);
    });

  it('needs no FFI for sources without a descriptor', () => {
    Object.defineProperty(shared, 'calls', {
      get() {
        throw new Error('it was asked for');
      },
    });
    for (const interests of [[], [interest(new Notifier())], [interest(undefined)]])
      expect(calledIn(1e6, ...interests)).to.deep.equal([]);
  });

  it('uses an FFI, or there are reasons', () => {
    const waiting = new WindowsWaiting(shared);
    expect([waiting.interface, waiting.declined]).to.deep.equal(['koffi', ['koffi is a fake']]);
    Object.assign(shared, { calls: undefined });
    expect(waiting.interface).to.equal('fs');
  });
});
