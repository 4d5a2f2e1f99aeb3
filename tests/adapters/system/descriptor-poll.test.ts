import { spawnSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { DescriptorPoll } from '../../../adapters/system/descriptor-poll.js';
import { ffiNames } from '../../../adapters/system/ffi.js';
import { systemCalls } from '../../../adapters/system/system-calls.js';
import { type Need, needing } from '../../needs.js';
import { makePipe } from '../node/scratch.js';

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

      function pipe(): { reader: number; writer: number; path: string } {
        const path = join(base, `${pipes++}`);
        makePipe(path);
        const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
        const writer = openSync(path, constants.O_WRONLY);
        opened.push(reader, writer);
        return { reader, writer, path };
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
        for (let i = 0; i < 1000; i++) poll.add(pipe().reader, 'read');
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

      it('ends when the other side goes, and at what is not open', () => {
        const { reader, writer } = pipe();
        closeSync(writer);
        opened.splice(opened.indexOf(writer), 1);
        poll.add(reader, 'read');
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
        poll.clear();
        poll.add(987_654, 'read');
        expect(timed(PATIENCE)).to.be.below(PATIENCE / 1e6);
      });
    });
  }
});

const FFI: Need = { what: 'koffi or node:ffi', met: ffiNames.some(name => typeof systemCalls(name) !== 'string') };

describe('a wait that a signal interrupts', () => {
  needing(FFI).it('goes on with what is left', () => {
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
