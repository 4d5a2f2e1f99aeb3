import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { constants as system, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { DescriptorPoll } from '../../../adapters/system/descriptor-poll.js';
import { ffiNames } from '../../../adapters/system/ffi.js';
import { type SystemCalls, systemCalls } from '../../../adapters/system/system-calls.js';
import { type Need, needing } from '../../needs.js';
import { makePipe } from '../node/scratch.js';
import { alteredCalls } from './altered-calls.js';

const { EINTR, EINVAL } = system.errno;
/** Longer than any machine takes to do what is waited for. */
const PATIENCE = 60e9;

describe('DescriptorPoll', () => {
  for (const ffiName of ffiNames) {
    const calls = systemCalls(ffiName);
    if (typeof calls === 'string') continue;

    describe(`through ${ffiName}`, () => {
      const base = mkdtempSync(join(tmpdir(), 'hostcall-poll-'));
      const opened: number[] = [];
      let poll: DescriptorPoll;
      let pipes = 0;
      beforeEach(() => {
        poll = new DescriptorPoll(calls);
      });
      afterEach(() => {
        for (const fd of opened.splice(0)) closeSync(fd);
      });
      after(() => rmSync(base, { recursive: true }));

      interface Pipe {
        readonly reader: number;
        readonly writer: number;
        readonly path: string;
      }

      const pipe = () => pipesOf(1)[0] as Pipe;

      function pipesOf(count: number): Pipe[] {
        const paths = Array.from({ length: count }, () => join(base, `${pipes++}`));
        makePipe(...paths);
        return paths.map(path => {
          const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
          const writer = openSync(path, constants.O_WRONLY);
          opened.push(reader, writer);
          return { reader, writer, path };
        });
      }

      function timed(nanoseconds: number): number {
        const began = performance.now();
        expect(poll.wait(nanoseconds)).to.equal(true);
        return performance.now() - began;
      }

      it('ends when the time has passed, and not before', () => {
        poll.add(pipe().reader, 'read');
        for (const milliseconds of [0, 0.3, 1, 12.5]) expect(timed(milliseconds * 1e6)).to.be.at.least(milliseconds);
      });

      it('ends when one of a thousand descriptors is ready', () => {
        const last = pipe();
        for (const { reader } of pipesOf(1000)) poll.add(reader, 'read');
        poll.add(last.reader, 'read');
        writeSync(last.writer, 'x');
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
      });

      it('takes one descriptor any number of times', () => {
        const { reader, writer } = pipe();
        for (let i = 0; i < 100_000; i++) {
          poll.add(reader, 'read');
          poll.add(writer, 'write');
        }
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
        poll.clear();
        poll.add(reader, 'read');
        expect(timed(1e6)).to.be.at.least(1);
      });

      it('ends when something arrives meanwhile', async () => {
        const { reader, path } = pipe();
        poll.add(reader, 'read');
        const writing = `setTimeout(() => require('fs').writeFileSync(${JSON.stringify(path)}, 'x'), 100)`;
        const worker = new Worker(writing, { eval: true });
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
        expect(timed(Number.POSITIVE_INFINITY)).to.be.below(PATIENCE / 1e6);
        await worker.terminate();
      });

      it('ends when the other side closes, and at once for a descriptor that is not open', () => {
        const { reader, writer } = pipe();
        closeSync(writer);
        opened.splice(opened.indexOf(writer), 1);
        poll.add(reader, 'read');
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
        poll.clear();
        poll.add(987_654, 'read');
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
      });

      describe('where the kernel answers otherwise', () => {
        /** The timeouts that the kernel was given, as seconds and nanoseconds; undefined for none. */
        let given: ([seconds: bigint, nanoseconds: bigint] | undefined)[];
        beforeEach(() => {
          given = [];
        });

        function timespecAt(address: number): [seconds: bigint, nanoseconds: bigint] {
          const view = new DataView((calls as SystemCalls).ffi.memory(address, 16));
          return [view.getBigInt64(0, true), view.getBigInt64(8, true)];
        }

        /** Waits for nothing in particular. @param answer of each call of ppoll() */
        function waitWith(nanoseconds: number, answer: (fail: (error: number) => number) => number): boolean {
          const altered = alteredCalls(calls as SystemCalls, (_, fail) => ({
            ppoll(_entries, _count, timeout = 0) {
              given.push(timeout === 0 ? undefined : timespecAt(timeout));
              return answer(fail);
            },
          }));
          return new DescriptorPoll(altered).wait(nanoseconds);
        }

        it('gives it whole nanoseconds, less than a second of them, and none beyond 292 years', () => {
          for (const nanoseconds of [0, 12.5e6, 1_999_999_998.5, 1_999_999_999.5, 2 ** 63, Number.POSITIVE_INFINITY])
            expect(waitWith(nanoseconds, () => 0)).to.equal(true);
          expect(given).to.deep.equal([
            [0n, 0n],
            [0n, 12_500_000n],
            [1n, 999_999_999n],
            [1n, 999_999_999n],
            undefined,
            undefined,
          ]);
        });

        it('waits for what is left when a signal has interrupted it', () => {
          const interrupted = (fail: (error: number) => number) => (given.length === 1 ? fail(EINTR) : 1);
          expect(waitWith(PATIENCE, interrupted)).to.equal(true);
          expect(given).to.have.lengthOf(2);
          const [first, then] = given.map((timeout = [0n, 0n]) => timeout[0] * 1_000_000_000n + timeout[1]);
          expect(first).to.equal(BigInt(PATIENCE));
          expect(Number(then)).to.be.within(1, PATIENCE - 1);
        });

        it('polls once more when the time has passed in the meantime', () => {
          const late = (fail: (error: number) => number) => {
            if (given.length > 1) return 0;
            for (const began = performance.now(); performance.now() - began < 1; );
            return fail(EINTR);
          };
          expect(waitWith(1e3, late)).to.equal(true);
          expect(given).to.deep.equal([
            [0n, 1000n],
            [0n, 0n],
          ]);
        });

        it('reports that it cannot wait', () => {
          expect(waitWith(PATIENCE, fail => (given.length === 1 ? fail(EINVAL) : 1))).to.equal(false);
          expect(given).to.have.lengthOf(1);
        });
      });
    });
  }
});

const FFI: Need = { what: 'koffi or node:ffi', met: ffiNames.some(name => typeof systemCalls(name) !== 'string') };

describe('a wait that a signal interrupts', () => {
  needing(FFI).it('continues for the rest of its time', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'interrupted-child.js')],
      { encoding: 'utf8' },
    );
    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
    const [times, milliseconds] = JSON.parse(stdout);
    expect(milliseconds).to.be.at.least(500);
    // The thread was blocked: what handles signals has run afterwards.
    expect(times).to.be.at.least(1);
  });
});
