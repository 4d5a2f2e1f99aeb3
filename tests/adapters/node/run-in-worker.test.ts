import { getEventListeners, once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { expect } from 'chai';
import { assemble, ConfigurationError, type PlainEvent } from 'hostcall';
import {
  createWorkerPool,
  nodeHost,
  runInWorker,
  type WorkerOutcome,
  type WorkerRun,
  type WorkerRunOptions,
} from 'hostcall/node';
import { firstValueFrom } from 'rxjs';
import { runInWorker as runUnbundled } from '../../../adapters/node/run-in-worker.js';
import { RunMemory } from '../../../application/supervision/run-memory.js';
import { ffi, LINUX, needing, systemInterface, threadTime } from '../../needs.js';
import { buildGuest, buildHolder, buildLeaver, buildOpener, buildRecursion } from './worker-guests.js';
import type { SetupData } from './worker-setup.js';

const SETUP = new URL('./worker-setup.js', import.meta.url);
/** How many programs a pool runs in a row. */
const RUNS = Number(process.env.POOL_RUNS ?? 200);
/** More than any machine needs; what does not end takes for ever. */
const PATIENCE = 200_000;
const IGNORED: WorkerRunOptions = { stdin: 'ignore', stdout: 'ignore', stderr: 'ignore' };

/** What a promise is rejected with. */
async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was not rejected');
}

/** Waits until no worker of this process is left. */
async function withoutWorkers(): Promise<void> {
  while (process.getActiveResourcesInfo().some(name => name === 'MessagePort' || name === 'Worker'))
    await new Promise(resolve => setTimeout(resolve, 20));
}

/** What the descriptors of this process lead to, where the system tells. */
function openDescriptors(): string[] {
  if (!LINUX.met) return [];
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

async function outcomeOf(
  guest: Parameters<typeof buildGuest>[0],
  options: WorkerRunOptions = {},
): Promise<WorkerOutcome> {
  return runInWorker(SETUP, await buildGuest(guest), { ...IGNORED, ...options }).outcome;
}

function callsOf(run: WorkerRun): Promise<PlainEvent[]> {
  return new Promise((resolve, reject) => {
    const events: PlainEvent[] = [];
    run.hostcalls$.subscribe({ next: event => events.push(event), error: reject, complete: () => resolve(events) });
  });
}

describe('runInWorker', function () {
  this.timeout(PATIENCE);

  it('takes the URL of the setup as a string, too', async () => {
    const { outcome } = runInWorker(SETUP.href, await buildGuest('exit'), IGNORED);
    expect(await outcome).to.deep.equal({ kind: 'exited', exitCode: 7 });
  });

  describe('tells how a program ended', () => {
    it('that exited', async () => {
      expect(await outcomeOf('exit')).to.deep.equal({ kind: 'exited', exitCode: 7 });
    });

    it('that trapped, and where', async () => {
      const outcome = await outcomeOf('trap');
      expect(outcome).to.include({ kind: 'trapped', text: 'unreachable' });
      expect(outcome.kind === 'trapped' && outcome.frames).to.have.length.above(0);
    });

    it('whose worker called process.exit, in the setup or in an import', async () => {
      const message = (code: number) => ({
        kind: 'crashed',
        cause: 'exit',
        message: `the worker ended with the exit code ${code}`,
      });
      expect(await outcomeOf('exit', { data: 'exit' satisfies SetupData })).to.deep.equal(message(5));
      const leaver = runInWorker(SETUP, await buildLeaver(), { ...IGNORED, data: 'imports' satisfies SetupData });
      expect(await leaver.outcome).to.deep.equal(message(6));
    });

    it('whose setup threw', async () => {
      expect(await outcomeOf('exit', { data: 'throw' satisfies SetupData })).to.deep.equal({
        kind: 'crashed',
        cause: 'exception',
        message: 'RangeError: the setup is out of order',
      });
    });

    it('whose worker ran out of memory', async () => {
      const run = runInWorker(SETUP, await buildGuest('exit'), {
        ...IGNORED,
        data: 'exhaust' satisfies SetupData,
        resourceLimits: { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 8 },
      });
      expect(await run.outcome).to.include({ kind: 'crashed', cause: 'memory' });
    });
  });

  describe('stops a program', () => {
    for (const guest of ['compute', 'call', 'sleep', 'copy', 'write'] as const) {
      it(`that would go on for ever: ${guest}`, async () => {
        const run = runInWorker(SETUP, await buildGuest(guest), { stderr: 'ignore' });
        setTimeout(() => run.stop(), 150);
        expect(await run.outcome).to.deep.equal({
          kind: 'stopped',
          reason: 'closed',
          message: 'the guest was stopped: stop() was called',
        });
      });
    }

    for (const guest of ['call', 'sleep', 'copy', 'write'] as const) {
      it(`without its worker, where it makes hostcalls: ${guest}`, async () => {
        // The grace period has no end: only the program itself can end the run.
        const run = runInWorker(SETUP, await buildGuest(guest), { grace: PATIENCE * 10, timeout: 200 });
        expect(await run.outcome).to.deep.equal({
          kind: 'stopped',
          reason: 'timeout',
          message: 'the guest was stopped: its time of 200 ms was up',
        });
      });
    }

    it('by a signal, whose listener it removes', async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const outcome = outcomeOf('sleep', { signal });
      setTimeout(() => controller.abort(), 100);
      expect(await outcome).to.include({ kind: 'stopped', reason: 'signal' });
      expect(await outcomeOf('exit', { signal: new AbortController().signal })).to.include({ kind: 'exited' });
      expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
      expect(await outcomeOf('exit', { signal })).to.include({ kind: 'stopped', reason: 'signal' });
    });

    it('of which nothing is lost that it had written and called, though its worker is ended', async () => {
      const run = runInWorker(SETUP, await buildGuest('greet'), { watch: {} });
      const calls = callsOf(run);
      const output = text(run.stdout);
      firstValueFrom(run.hostcalls$).then(() => run.stop());
      expect(await run.outcome).to.include({ kind: 'stopped' });
      expect(await output).to.equal('Hello, ');
      expect((await calls).map(({ name, result }) => [name, result])).to.deep.equal([['fd_write', { nwritten: 7 }]]);
    });

    it('whose setup never returns', async () => {
      expect(await outcomeOf('exit', { data: 'hang' satisfies SetupData, timeout: 50 })).to.include({
        kind: 'stopped',
        reason: 'timeout',
      });
    });
  });

  it('bounds the output of a program', async () => {
    const run = runInWorker(SETUP, await buildGuest('write'), { maxOutput: 100_000 });
    expect(await buffer(run.stdout)).to.have.lengthOf(100_000);
    expect(await run.outcome).to.deep.equal({
      kind: 'stopped',
      reason: 'output',
      message: 'the guest was stopped: it had written more than 100000 bytes',
    });
    const within = runInWorker(SETUP, await buildGuest('copy'), { ...IGNORED, stdout: 'pipe', maxOutput: 7 });
    expect(await text(within.stdout)).to.equal('Hello, ');
    expect(await within.outcome).to.include({ kind: 'exited' });
  });

  it('bounds the output that it leaves out, or that is the runtime’s, too', async () => {
    const outcome = await outcomeOf('write', { maxOutput: 100_000 });
    expect(outcome).to.include({ kind: 'stopped', reason: 'output' });
  });

  needing(threadTime()).describe('bounds the CPU time of a program', () => {
    for (const guest of ['compute', 'call'] as const) {
      it(`that would use it for ever: ${guest}`, async () => {
        expect(await outcomeOf(guest, { maxCpuTime: 30 })).to.deep.equal({
          kind: 'stopped',
          reason: 'cpu',
          message: 'the guest was stopped: it had computed for 30 ms',
        });
      });
    }

    it('and lets one go on that waits', async () => {
      expect(await outcomeOf('sleep', { maxCpuTime: 30, timeout: 500 })).to.include({ reason: 'timeout' });
    });

    it('each of those that one worker runs', async () => {
      const pool = createWorkerPool(SETUP, { size: 1 });
      const [call, exit] = await Promise.all([buildGuest('call'), buildGuest('exit')]);
      const runs = [call, call, exit].map(guest => pool.run(guest, { ...IGNORED, maxCpuTime: 60 }));
      const outcomes = await Promise.all(runs.map(({ outcome }) => outcome));
      expect(outcomes.map(({ kind }) => kind)).to.deep.equal(['stopped', 'stopped', 'exited']);
      await pool.close();
    });
  });

  needing(ffi()).it('runs a program with a network that the setup gives', async () => {
    const given = runInWorker(SETUP, await buildOpener(), { ...IGNORED, data: 'network' satisfies SetupData });
    expect(await given.outcome).to.deep.equal({ kind: 'exited', exitCode: 0 });
    expect(await rejection(runInWorker(SETUP, await buildOpener(), IGNORED).outcome)).to.be.instanceOf(
      ConfigurationError,
    );
  });

  it('gives a program as much stack as it is to have', async () => {
    const [deep, outcome] = [await buildRecursion(200_000), { kind: 'exited', exitCode: 7 }];
    expect(await runInWorker(SETUP, deep, IGNORED).outcome).to.include({
      kind: 'trapped',
      text: 'call stack exhausted',
    });
    expect(await runInWorker(SETUP, deep, { ...IGNORED, maxStack: 2 ** 28 }).outcome).to.deep.equal(outcome);
    const pool = createWorkerPool(SETUP, { size: 1, maxStack: 2 ** 28 });
    expect(await pool.run(deep, IGNORED).outcome).to.deep.equal(outcome);
    await pool.close();
    expect(() => runInWorker(SETUP, deep, { maxStack: 1000 })).to.throw(ConfigurationError, '1048576 or greater');
    expect(() => createWorkerPool(SETUP, { maxStack: 2 ** 20 - 1 })).to.throw(ConfigurationError, '1048576 or greater');
    await createWorkerPool(SETUP, { maxStack: 2 ** 20 }).close();
  });

  it('bounds the memory of a program', async () => {
    expect(await outcomeOf('allocate', { maxMemory: 20 * 65_536 })).to.deep.equal({ kind: 'exited', exitCode: 20 });
  });

  describe('connects the standard streams', () => {
    it('while the program waits for input', async () => {
      const run = runInWorker(SETUP, await buildGuest('copy'));
      const output = text(run.stdout);
      run.stdout.once('data', () => {
        run.stdin.write('Ada');
        setTimeout(() => run.stdin.end(' and Grace'), 30);
      });
      expect(await output).to.equal('Hello, Ada and Grace');
      expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 0 });
    });

    it('with more than they hold, without a byte lost', async () => {
      const bytes = new Uint8Array(1_000_003).map((_, i) => (i * 31) % 251);
      const run = runInWorker(SETUP, await buildGuest('copy'));
      run.stdin.end(bytes);
      const output = await buffer(run.stdout);
      expect(output.subarray(0, 7).toString()).to.equal('Hello, ');
      expect(Buffer.compare(output.subarray(7), bytes)).to.equal(0);
    });

    it('and has the program wait while nobody reads', async () => {
      const run = runInWorker(SETUP, await buildGuest('write'), { watch: { calls: 'fd_write' } });
      const calls = callsOf(run);
      // It has all the time there is to write more than it can.
      firstValueFrom(run.hostcalls$).then(() => setTimeout(() => run.stop(), 200));
      expect(await run.outcome).to.include({ kind: 'stopped' });
      // A write of what the stream has room for, and one of what is kept here; the next one waits.
      expect((await calls).length).to.be.within(1, 4);
      expect(run.stdout.readableLength).to.be.at.most(2 * 65_536);
    });

    it('and tells the program that nobody reads any more', async () => {
      const run = runInWorker(SETUP, await buildGuest('write'));
      run.stdout.once('data', () => run.stdout.destroy());
      // EPIPE
      expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 64 });
    });

    it('with more than a program reads that ends', async () => {
      const run = runInWorker(SETUP, await buildGuest('exit'), { stdout: 'ignore', stderr: 'ignore' });
      run.stdin.on('error', () => {});
      run.stdin.end(new Uint8Array(1_000_000));
      expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 7 });
    });

    it('with more than they hold, where all of it is read just before it is known that there is more', async () => {
      const { wantRoom } = RunMemory.prototype;
      RunMemory.prototype.wantRoom = function (wanted) {
        for (const latest = Date.now() + PATIENCE; wanted && this.available > 0; )
          expect(Date.now()).to.be.below(latest);
        wantRoom.call(this, wanted);
      };
      try {
        // The bundle has another class of that name.
        const run = runUnbundled(SETUP, await buildGuest('copy'), {
          stdout: 'ignore',
          stderr: 'ignore',
          watch: { calls: 'fd_write' },
        });
        // It has greeted, and reads without this thread.
        await firstValueFrom(run.hostcalls$);
        run.stdin.end(new Uint8Array(200_000));
        expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 0 });
      } finally {
        RunMemory.prototype.wantRoom = wantRoom;
      }
    });

    it('or leaves them out', async () => {
      const run = runInWorker(SETUP, await buildGuest('copy'), { stdin: 'ignore', stdout: 'ignore' });
      expect(await text(run.stdout)).to.equal('');
      expect(await run.outcome).to.deep.equal({ kind: 'exited', exitCode: 0 });
    });
  });

  describe('tells of hostcalls', () => {
    it('in order, all of them', async () => {
      const run = runInWorker(SETUP, await buildGuest('calls'), { ...IGNORED, watch: {} });
      const events = await callsOf(run);
      expect(events).to.have.lengthOf(5001);
      expect(events.every(({ sequence }, i) => sequence === i)).to.equal(true);
      expect(events.at(-1)).to.include({ name: 'fd_write', errno: 8, error: 'EBADF' });
    });

    it('that pass a filter, applied in the worker', async () => {
      const run = runInWorker(SETUP, await buildGuest('calls'), { ...IGNORED, watch: { status: 'failed' } });
      expect((await callsOf(run)).map(({ name }) => name)).to.deep.equal(['fd_write']);
    });

    it('and has the program wait for a subscriber that is busy', async () => {
      const run = runInWorker(SETUP, await buildGuest('call'), { ...IGNORED, watch: {} });
      let seen = 0;
      let ahead = 0;
      run.hostcalls$.subscribe(({ sequence, start }) => {
        if (seen++ === 0) {
          // All that can be on its way arrives meanwhile.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
          setTimeout(() => run.stop(), 0);
        }
        ahead = Math.max(ahead, sequence + 1);
        expect(start).to.be.a('number');
      });
      expect(await run.outcome).to.include({ kind: 'stopped', reason: 'closed' });
      expect(seen).to.be.at.least(1024);
      expect(ahead).to.equal(seen);
    });

    it('only where they were asked for', async () => {
      const run = runInWorker(SETUP, await buildGuest('exit'), IGNORED);
      expect(await rejection(callsOf(run))).to.be.instanceOf(ConfigurationError);
      await run.outcome;
    });
  });

  describe('refuses', () => {
    it('bytes that are not a program, with the message of run()', async () => {
      const { outcome } = runInWorker(SETUP, new Uint8Array(8), IGNORED);
      const error = await rejection(outcome);
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as Error).message).to.match(/^the program /);
    });

    it('what the worker refuses', async () => {
      const wasm = await buildGuest('exit');
      const missing = runInWorker(SETUP, wasm, { ...IGNORED, preopens: { '/': '/does/not/exist' } });
      expect(String(await rejection(missing.outcome))).to.match(/^ConfigurationError: .*\/does\/not\/exist/);
      const nothing = runInWorker(SETUP, wasm, { ...IGNORED, data: 'nothing' satisfies SetupData });
      expect(String(await rejection(nothing.outcome))).to.contain('the setup module has made no runtime');
    });

    it('options that cannot be met, at once', async () => {
      const wasm = await buildGuest('exit');
      const refused = (options: object) => () => runInWorker(SETUP, wasm, options);
      expect(refused({ imports: {} })).to.throw(ConfigurationError, '"imports" cannot be posted to a worker');
      expect(refused({ network: { open() {}, resolve() {}, allows() {} } })).to.throw(
        ConfigurationError,
        'have the setup return it: { runtime, options: { network } }',
      );
      expect(refused({ preopens: { '/': { read: () => 0 } } })).to.throw(ConfigurationError);
      expect(refused({ timout: 5 })).to.throw(ConfigurationError, 'unknown option "timout"');
      expect(refused({ timeout: -5 })).to.throw(ConfigurationError, '"timeout"');
      expect(refused({ stdout: 'file' })).to.throw(ConfigurationError, '"stdout"');
      expect(refused({ watch: { calls: 'fd_raed' } })).to.throw(ConfigurationError, 'fd_raed');
      for (const setup of ['./setup.js', SETUP.pathname, { href: SETUP.href } as URL])
        expect(() => runInWorker(setup, wasm)).to.throw(ConfigurationError, 'not the URL of a module');
    });
  });
});

describe('createWorkerPool', function () {
  this.timeout(PATIENCE);

  it('runs many programs, some of which are killed, and leaves nothing behind', async () => {
    const [exits, computes] = await Promise.all([buildGuest('exit'), buildGuest('compute')]);
    const runtime = assemble(nodeHost());
    const [exit, compute] = await Promise.all([runtime.compile(exits), runtime.compile(computes)]);
    const descriptors = openDescriptors().length;
    const { signal } = new AbortController();
    const pool = createWorkerPool(SETUP, { size: 2 });
    const runs = Array.from({ length: RUNS }, (_, i) =>
      i % 10 === 9
        ? pool.run(compute, { ...IGNORED, ...(i < 100 && { signal }), timeout: 5, grace: 1 })
        : pool.run(exit, IGNORED),
    );
    const outcomes = await Promise.all(runs.map(({ outcome }) => outcome));
    for (const [i, outcome] of outcomes.entries())
      expect(outcome).to.include(
        i % 10 === 9 ? { kind: 'stopped', reason: 'timeout' } : { kind: 'exited', exitCode: 7 },
      );
    await pool.close();
    await withoutWorkers();
    expect(getEventListeners(signal, 'abort')).to.have.lengthOf(0);
    expect(openDescriptors().length).to.be.at.most(descriptors);
    expect(() => pool.run(exit)).to.throw(ConfigurationError, 'the pool is closed');
  });

  for (const system of ['koffi', 'fs'] as const) {
    needing(LINUX, systemInterface(system)).it(`closes what a killed program had open through ${system}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hostcall-held-'));
      try {
        writeFileSync(join(folder, 'file'), '');
        const held = () => openDescriptors().filter(target => target.startsWith(folder)).length;
        const pool = createWorkerPool(SETUP, { size: 1 });
        const guest = await buildHolder();
        for (let i = 0; i < 2; i++) {
          const run = pool.run(guest, { preopens: { '/': folder }, grace: 1, data: system satisfies SetupData });
          await once(run.stdout, 'data');
          expect(held()).to.be.at.least(11);
          run.stop();
          expect(await run.outcome).to.include({ kind: 'stopped' });
        }
        await pool.close();
        expect(held()).to.equal(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }

  it('runs so many at once, and the others in their turn', async () => {
    const pool = createWorkerPool(SETUP, { size: 1 });
    const [sleep, exit] = await Promise.all([buildGuest('sleep'), buildGuest('exit')]);
    const first = pool.run(sleep, IGNORED);
    const second = pool.run(exit, IGNORED);
    const third = pool.run(exit, { ...IGNORED, signal: AbortSignal.abort() });
    expect(await third.outcome).to.include({ kind: 'stopped', reason: 'signal' });
    let ended = false;
    second.outcome.then(() => {
      ended = true;
    });
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(ended).to.equal(false);
    first.stop();
    expect(await second.outcome).to.deep.equal({ kind: 'exited', exitCode: 7 });
    await pool.close();
  });

  it('stops what runs and what waits when it is closed', async () => {
    const pool = createWorkerPool(SETUP, { size: 1 });
    const guest = await buildGuest('compute');
    const runs = [pool.run(guest, IGNORED), pool.run(guest, IGNORED)];
    await pool.close();
    for (const { outcome } of runs)
      expect(await outcome).to.deep.equal({
        kind: 'stopped',
        reason: 'closed',
        message: 'the guest was stopped: its pool was closed',
      });
  });

  it('goes on after a worker has crashed', async () => {
    const pool = createWorkerPool(SETUP, { size: 1 });
    const guest = await buildGuest('exit');
    const crashing = pool.run(guest, { ...IGNORED, data: 'exit' satisfies SetupData });
    const following = pool.run(guest, IGNORED);
    expect(await crashing.outcome).to.include({ kind: 'crashed', cause: 'exit' });
    expect(await following.outcome).to.include({ kind: 'exited' });
    await pool.close();
  });

  it('refuses to be of no size', () => {
    expect(() => createWorkerPool(SETUP, { size: 0 })).to.throw(ConfigurationError);
  });
});
