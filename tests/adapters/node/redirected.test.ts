import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { captureOutput, pipe, textInput } from '../../../adapters/memory/index.js';
import { NO_DESCRIPTOR_CALLS, nodeHostCalls, streamFromHost } from '../../../adapters/node/index.js';
import { nodePorts } from '../../../api/node.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { vectors } from '../../../application/contract/index.js';
import type { ProgramOptions } from '../../../application/runtime/index.js';
import type { Stream } from '../../../domain/index.js';
import { Errno, Filetype, Right } from '../../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../../guests/build-c.js';
import { LINUX, needing } from '../../needs.js';
import { streamHosts } from '../stream-hosts.js';
import { makePipe } from './scratch.js';

const { O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants;
const { CHARACTER_DEVICE, REGULAR_FILE, UNKNOWN } = Filetype;

for (const { name: hostName, host: primitives, waiting } of streamHosts) {
  needing(LINUX).describe(`${hostName}: standard streams that are files, pipes and devices`, () => {
    let wasm: Uint8Array;
    let base: string;
    const opened: number[] = [];

    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      wasm = await buildC('redirected');
      base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    });
    afterEach(() => {
      for (const fd of opened.splice(0)) closeSync(fd);
    });
    after(() => base === undefined || rmSync(base, { recursive: true }));

    function open(path: string, flags: number | string): number {
      const fd = openSync(path, flags);
      opened.push(fd);
      return fd;
    }

    /** Both ends of a new pipe, to be closed by who asks for it. */
    function openPipe(): { reader: number; writer: number } {
      const path = join(base, `pipe-${opened.length}`);
      makePipe(path);
      const reader = openSync(path, O_RDONLY | O_NONBLOCK);
      const writer = openSync(path, O_WRONLY);
      rmSync(path);
      return { reader, writer };
    }

    /** Runs a scenario, which must not complain of anything. What it tells on its stderr, in words. */
    async function run(argv0: string, options: ProgramOptions): Promise<string[]> {
      const stderr = captureOutput();
      const streams = { stdin: textInput(''), stdout: captureOutput(), stderr };
      const { exitCode } = await createRuntime({ ...nodePorts(), waiting: waiting() }).run(wasm, {
        argv0,
        ...streams,
        ...options,
      });
      expect({ exitCode, stderr: stderr.text }).to.include({ exitCode: 0 });
      return stderr.text.trim().split(/\n/);
    }

    it('a device opened by name is no terminal, and seeks as on Linux', async () => {
      makePipe(join(base, 'fifo'));
      const device = `0 0 ${CHARACTER_DEVICE} 0 0`;
      const names = ['/dev/null', '/dev/zero', '/dev/full', '/dev/urandom', '/dev/ptmx', '/tmp/fifo'];
      expect(await run('devices', { args: names, preopens: { '/dev': '/dev', '/tmp': base } })).to.deep.equal([
        `/dev/null: ${device}`,
        `/dev/zero: ${device}`,
        `/dev/full: ${device}`,
        `/dev/urandom: ${device}`,
        `/dev/ptmx: 1 -70 ${CHARACTER_DEVICE} 1 -70`,
        `/tmp/fifo: 0 -70 ${UNKNOWN} 0 -70`,
      ]);
    });

    for (const [name, told] of [
      ['/dev/null', `0 0 ${CHARACTER_DEVICE}`],
      ['/dev/zero', `0 0 ${CHARACTER_DEVICE}`],
      ['/dev/ptmx', `1 -70 ${CHARACTER_DEVICE}`],
    ] as const) {
      it(`${name} is the same as a standard stream`, async () => {
        expect(
          await run('describe-stdin', { stdin: streamFromHost(open(name, O_RDWR), 'read', primitives()) }),
        ).to.deep.equal([told]);
      });
    }

    it('a device is the same on a host that cannot be asked', async () => {
      const host = { ...nodeHostCalls, descriptorCalls: () => NO_DESCRIPTOR_CALLS };
      const stdin = streamFromHost(open('/dev/null', O_RDONLY), 'read', host);
      expect(await run('describe-stdin', { stdin })).to.deep.equal([`0 0 ${CHARACTER_DEVICE}`]);
      writeFileSync(join(base, 'unseekable'), 'text');
      const file = streamFromHost(open(join(base, 'unseekable'), O_RDONLY), 'read', host);
      expect(await run('describe-stdin', { stdin: file })).to.deep.equal([`0 -70 ${REGULAR_FILE}`]);
    });

    it('stdin that is a file can be sought, told and read elsewhere, not changed; its offset is the host’s', async () => {
      const path = join(base, 'in');
      writeFileSync(path, '0123456789');
      const fd = open(path, O_RDWR);
      readSync(fd, new Uint8Array(2), 0, 2, null);
      await run('file-stdin', { stdin: streamFromHost(fd, 'read', primitives()) });
      const next = Buffer.alloc(2);
      readSync(fd, next, 0, 2, null);
      expect(next.toString()).to.equal('56');
      expect(readFileSync(path, 'utf8')).to.equal('0123456789');
    });

    it('stdout that is a file can be sought, told, truncated; its offset is the host’s, and that of stderr', async () => {
      const path = join(base, 'out');
      const fd = open(path, 'w+');
      writeSync(fd, '...');
      await run('file-stdout', {
        stdout: streamFromHost(fd, 'write', primitives()),
        stderr: streamFromHost(fd, 'write', primitives()),
      });
      writeSync(fd, '?');
      expect(readFileSync(path, 'utf8')).to.equal('...Xbcdghi!?');
    });

    it('stdout that the host appends to says so, and goes on appending', async () => {
      const path = join(base, 'log');
      writeFileSync(path, 'zero');
      await run('appending-stdout', { stdout: streamFromHost(open(path, 'a'), 'write', primitives()) });
      expect(readFileSync(path, 'utf8')).to.equal('zeroonetwo');
    });

    it('a full stdout is waited for, and not said to be writable', async () => {
      const { reader, writer } = openPipe();
      opened.push(reader, writer);
      expect(await run('full-stdout', { stdout: streamFromHost(writer, 'write', primitives()) })).to.deep.equal(['0']);
    });

    it('a full stdout of which nothing tells is tried again from time to time', () => {
      const { reader, writer } = openPipe();
      opened.push(reader, writer);
      const host = { ...nodeHostCalls, descriptorCalls: () => NO_DESCRIPTOR_CALLS };
      const stream = streamFromHost(writer, 'write', host);
      const page = vectors(new Uint8Array(4096));
      const began = performance.now();
      let polls = 0;
      let tries = 0;
      for (; performance.now() - began < 200; polls++) {
        if (!stream.writable()) continue;
        if (stream.write(page) < 0) tries++;
      }
      // After 1, 2, 4 and 8 ms, then every 10 ms.
      expect(tries).to.be.within(1, 30);
      expect(polls).to.be.above(tries);
      readSync(reader, new Uint8Array(65_536));
      while (!stream.writable());
      expect(stream.write(page)).to.equal(4096);
    });

    it('a full stdout becomes writable when there is room', () => {
      const { reader, writer } = openPipe();
      opened.push(reader, writer);
      const stream = streamFromHost(writer, 'write', primitives());
      while (stream.write(vectors(new Uint8Array(4096))) > 0);
      for (let i = 0; i < 10; i++) expect(stream.writable()).to.equal(false);
      readSync(reader, new Uint8Array(65_536));
      while (!stream.writable());
      expect(stream.write(vectors('x'))).to.equal(1);
    });

    /** What one after the other has that reads a pipe with ten bytes in it. */
    async function polled(stdin: Stream): Promise<string> {
      return (await run('poll-stdin', { stdin })).join();
    }
    const HUNG_UP = '10 hangup 6 hangup 2 hangup 0 hangup ';

    it('a pipe with data whose writer has gone is readable and hung up, on Node and in memory', async () => {
      const { reader, writer } = openPipe();
      writeSync(writer, '0123456789');
      closeSync(writer);
      opened.push(reader);
      expect(await polled(streamFromHost(reader, 'read', primitives()))).to.equal(HUNG_UP.trim());
      const ends = pipe();
      ends.writer.write(vectors('0123456789'));
      ends.writer.close();
      expect(await polled(ends.reader)).to.equal(HUNG_UP.trim());
    });

    it('a pipe with more than was looked at, and one whose writer is there, have not hung up', () => {
      const { reader, writer } = openPipe();
      opened.push(reader);
      const stream = streamFromHost(reader, 'read', primitives());
      writeSync(writer, 'abc');
      expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([3, false]);
      writeSync(writer, 'de');
      expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([5, false]);
      closeSync(writer);
      expect([stream.readable(), stream.hungUp?.()]).to.deep.equal([5, true]);
      const ends = pipe();
      ends.writer.write(vectors('abc'));
      expect([ends.reader.readable(), ends.reader.hungUp?.()]).to.deep.equal([3, false]);
    });

    it('a file at its end, and a device, are ready and have not hung up', async () => {
      const path = join(base, 'in');
      writeFileSync(path, '0123456789');
      expect(await polled(streamFromHost(open(path, O_RDONLY), 'read', primitives()))).to.equal('10 6 2 0');
      expect(await polled(streamFromHost(open('/dev/null', O_RDONLY), 'read', primitives()))).to.equal('0');
    });

    it('a pipe whose reader has gone is writable and hung up, on Node and in memory', async () => {
      const { reader, writer } = openPipe();
      closeSync(reader);
      opened.push(writer);
      const told = `${Errno.EPIPE} 0 1 ${Errno.EPIPE} 0 1`;
      expect(await run('poll-stdout', { stdout: streamFromHost(writer, 'write', primitives()) })).to.deep.equal([told]);
      const ends = pipe();
      ends.reader.close();
      expect(await run('poll-stdout', { stdout: ends.writer })).to.deep.equal([told]);
    });

    it('has the rights of a file where it is one', async () => {
      writeFileSync(join(base, 'in'), '');
      const stdin = streamFromHost(open(join(base, 'in'), O_RDONLY), 'read', primitives());
      const instance = await createRuntime({ ...nodePorts(), waiting: waiting() }).instantiate(wasm, { stdin });
      const rights = instance.descriptors.peek(0)?.rightsBase ?? 0;
      instance.close();
      expect(rights & (Right.FD_SEEK | Right.FD_TELL | Right.FD_READ)).to.equal(
        Right.FD_SEEK | Right.FD_TELL | Right.FD_READ,
      );
      expect(rights & (Right.FD_WRITE | Right.FD_FILESTAT_SET_SIZE | Right.FD_FILESTAT_SET_TIMES)).to.equal(0);
    });
  });
}
