import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pass } from 'node:timers/promises';
import { expect } from 'chai';
import { systemInterfaces } from '../../../adapters/system/index.js';
import { LINUX, needing, systemInterface } from '../../needs.js';
import { makePipe } from '../node/scratch.js';

const SIZE = 2 ** 20;
/** How much is read between two signals, to let the writer continue. */
const STEP = 16_384;

for (const system of systemInterfaces) {
  needing(LINUX, systemInterface(system)).describe(
    `a write to a pipe that signals interrupt, through ${system}`,
    () => {
      let directory: string;
      beforeEach(() => {
        directory = mkdtempSync(join(tmpdir(), 'hostcall-signals-'));
      });
      afterEach(() => rmSync(directory, { recursive: true }));

      for (const target of ['stdout', 'opened'])
        it(`loses nothing and writes nothing twice: ${target === 'stdout' ? 'standard output' : 'a FIFO'}`, async () => {
          const fifo = join(directory, 'fifo');
          makePipe(fifo);
          const reader = openSync(fifo, constants.O_RDONLY | constants.O_NONBLOCK);
          const stdout = target === 'stdout' ? openSync(fifo, 'w') : undefined;
          const child = spawn(
            process.execPath,
            ['--no-warnings', join(import.meta.dirname, 'interrupted-write-child.js'), system, directory, target],
            { stdio: ['ignore', stdout ?? 'ignore', 'pipe'] },
          );
          if (stdout !== undefined) closeSync(stdout);
          try {
            const exit = once(child, 'exit');
            const told = createInterface({ input: child.stderr as NodeJS.ReadableStream })[Symbol.asyncIterator]();
            expect((await told.next()).value).to.equal('begins');
            const read = await readBetweenSignals(reader, () => child.kill('SIGUSR2'));
            expect(await exit).to.deep.equal([0, null]);
            const { signals, counts } = JSON.parse((await told.next()).value) as { signals: number; counts: number[] };
            expect(signals).to.be.at.least(1);
            expect(counts.reduce((sum, count) => sum + count, 0)).to.equal(SIZE);
            expect(read.length).to.equal(SIZE);
            for (let at = 0; at < SIZE; at += 4)
              if (read.readUInt32LE(at) !== at) expect.fail(`byte ${at} is another one`);
          } finally {
            child.kill('SIGKILL');
            closeSync(reader);
          }
        });
    },
  );
}

/** Reads a pipe slowly, to its end. The writer waits for room while it is signalled. */
async function readBetweenSignals(reader: number, signal: () => void): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    signal();
    await pass(1);
    const part = Buffer.alloc(STEP);
    try {
      const count = readSync(reader, part);
      if (count === 0) return Buffer.concat(parts);
      parts.push(part.subarray(0, count));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}
