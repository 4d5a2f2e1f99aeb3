import { closeSync, openSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { Readiness } from '../../../adapters/node/descriptor-calls.js';
import { type HostCalls, nodeHostCalls } from '../../../adapters/node/index.js';
import { callsForStreams } from '../../../adapters/windows/calls/descriptor-calls.js';
import type { SharedCalls } from '../../../adapters/windows/calls/shared-calls.js';
import type { StreamKind } from '../../../adapters/windows/calls/stream-calls.js';
import { Errno, NOT_READY } from '../../../domain/index.js';
import { LINUX, needing } from '../../needs.js';
import { Scratch } from '../cli/command-line.js';

const TEXT = Buffer.from('ä');

needing(LINUX).describe('streams of Windows, as functions give their answers', () => {
  let scratch: Scratch;
  /** A file, and a device of this system, which count as `kind` says. */
  let file: number;
  let device: number;
  let kind: StreamKind | undefined;
  let shared: SharedCalls;
  let calls: HostCalls;
  /** The calls of the console, and its results. */
  let asked: string[];
  let given: number[];
  /** What can be read. */
  let available: number;
  let hungUp: boolean;
  beforeEach(() => {
    scratch = new Scratch();
    file = openSync(scratch.file('file', 'text'), 'r+');
    device = openSync('/dev/null', 'r+');
    [kind, asked, given, available, hungUp] = ['console', [], [], 1, false];
    const transfer = (name: string) => (handle: number, array: Uint8Array, offset: number, length: number) => {
      asked.push(`${name} ${handle - 100 === device ? 'device' : 'file'} ${array.length} ${offset} ${length}`);
      return given.shift() ?? length;
    };
    const streams = {
      handleOf: (fd: number) => fd + 100,
      kindOf: () => kind,
      textOf: () => ({ read: transfer('read'), write: transfer('write') }),
      available: () => available,
      writable: () => Readiness.HUNG_UP,
      get hungUp() {
        return hungUp;
      },
    };
    shared = { loaded: true, streams } as unknown as SharedCalls;
    calls = callsForStreams(shared);
  });
  afterEach(() => {
    for (const fd of [file, device]) closeSync(fd);
    scratch.remove();
  });

  it('are read from a console once it is known as one, otherwise by Node', () => {
    const into = new Uint8Array(8);
    expect(calls.read(file, into, 1, 5, null)).to.equal(5);
    expect(calls.readv(file, [new Uint8Array(3), into], null)).to.equal(3);
    expect(asked).to.deep.equal(['read file 8 1 5', 'read file 3 0 3']);
    asked.length = 0;
    expect([calls.read(file, into, 0, 8, 0), calls.readv(file, [into], 0)]).to.deep.equal([4, 4]);
    expect(calls.readv(file, [], null)).to.equal(nodeHostCalls.readv(file, [], null));
    for (const change of [{ loaded: false }, { loaded: true, streams: undefined }]) {
      Object.assign(shared, change);
      expect(calls.read(file, into, 0, 2, null)).to.equal(2);
      expect(calls.readv(file, [into], null)).to.equal(2);
      closeSync(file);
      file = openSync(`${scratch.path}/file`, 'r+');
    }
    expect(asked).to.deep.equal([]);
  });

  it('are not a console where they are a pipe', () => {
    kind = 'pipe';
    const into = new Uint8Array(8);
    expect(calls.read(file, into, 0, 8, null)).to.equal(4);
    expect(calls.write(device, TEXT, 0, 2, null)).to.equal(2);
    expect(asked).to.deep.equal([]);
  });

  it('are written to a console as text, independent of its code page', () => {
    const plain = Uint8Array.of(0x80, 0x7f, 0x41, 0x80);
    expect(calls.write(device, plain, 1, 2, null)).to.equal(2);
    expect(asked).to.deep.equal([]);
    for (const [offset, length] of [
      [0, 1],
      [0, 2],
      [2, 2],
      [3, 1],
    ] as const)
      expect(calls.write(device, plain, offset, length, null)).to.equal(length);
    expect(asked).to.deep.equal(['0 1', '0 2', '2 2', '3 1'].map(range => `write device 4 ${range}`));
    asked.length = 0;
    expect(calls.write(device, TEXT, 0, 2, 0)).to.equal(nodeHostCalls.write(device, TEXT, 0, 2, 0));
    expect(calls.write(file, TEXT, 0, 2, null)).to.equal(2);
    Object.assign(shared, { streams: undefined });
    expect(calls.write(device, TEXT, 0, 2, null)).to.equal(2);
    expect(asked).to.deep.equal([]);
    expect(readFileSync(`${scratch.path}/file`, 'utf8')).to.equal('äxt');
  });

  it('are written in parts, as much as is accepted', () => {
    const parts = [TEXT, TEXT, TEXT];
    for (const [answers, expected, times] of [
      [[2, 2, 2], 6, 3],
      [[2, 1], 3, 2],
      [[2, -Errno.EIO], 2, 2],
      [[-Errno.EIO], -Errno.EIO, 1],
      [[0], 0, 1],
    ] as const) {
      asked.length = 0;
      given = [...answers];
      expect(calls.writev(device, parts, null)).to.equal(expected);
      expect(asked).to.have.lengthOf(times);
    }
    asked.length = 0;
    expect([
      calls.writev(file, parts, null),
      calls.writev(file, parts, 0),
      calls.writev(file, parts, null),
    ]).to.deep.equal([6, 6, 6]);
    expect(calls.writev(device, parts, 0)).to.equal(nodeHostCalls.writev(device, parts, 0));
    expect(asked).to.deep.equal([]);
    expect(calls.writev(987_654, parts, null)).to.equal(-Errno.EBADF);
  });

  it('report whether they are ready', () => {
    const found = calls.descriptorCalls(device);
    expect([found.direct, found.ready(true)]).to.deep.equal([true, Readiness.HUNG_UP]);
    expect([found.ready(false), found.available(), found.hungUp]).to.deep.equal([Readiness.READY, 1, false]);
    [available, hungUp] = [0, true];
    expect([found.ready(false), found.available(), found.hungUp]).to.deep.equal([Readiness.HUNG_UP, 0, true]);
    [available, hungUp] = [NOT_READY, false];
    expect([found.ready(false), found.available(), found.hungUp]).to.deep.equal([Readiness.NOT_YET, NOT_READY, false]);
    // Its kind is queried once.
    kind = undefined;
    expect(found.direct).to.equal(true);
  });

  it('are left to Node where they are neither, or without an FFI', () => {
    for (const change of [() => Object.assign(shared, { streams: undefined }), () => {}]) {
      kind = undefined;
      const found = calls.descriptorCalls(file);
      const node = nodeHostCalls.descriptorCalls(file);
      expect([found.direct, found.available(), found.hungUp]).to.deep.equal([false, -Errno.ENOSYS, false]);
      expect(found.seek(3, 0)).to.equal(node.seek(3, 0));
      expect(calls.descriptorCalls(device).ready(true)).to.equal(nodeHostCalls.descriptorCalls(device).ready(true));
      expect([found.receive({} as never), found.send({} as never)]).to.deep.equal([-Errno.ENOSYS, -Errno.ENOSYS]);
      change();
    }
  });
});
