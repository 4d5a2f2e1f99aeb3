import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { allCalls } from './altered-calls.js';
import { type WorkerOrder, work } from './worker-child.js';

const ROUNDS = 500;

for (const { ffi } of allCalls) {
  describe(`threads that call through ${ffi.name} at once`, () => {
    const directory = mkdtempSync(join(tmpdir(), 'hostcall-workers-'));
    after(() => rmSync(directory, { recursive: true }));

    it('get their own results, and end properly', async () => {
      const order = (id: number): WorkerOrder => ({ ffi: ffi.name, directory, id, rounds: ROUNDS });
      const workers = [1, 2, 3].map(id => {
        const worker = new Worker(new URL('worker-child.js', import.meta.url), { workerData: order(id) });
        return Promise.all([once(worker, 'message'), once(worker, 'exit')]);
      });
      expect(work(order(0))).to.equal(ROUNDS);
      for (const [[read], [status]] of await Promise.all(workers)) expect([read, status]).to.deep.equal([ROUNDS, 0]);
    });
  });
}
