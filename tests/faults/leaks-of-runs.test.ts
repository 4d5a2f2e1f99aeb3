import { getEventListeners } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect } from 'chai';
import type { Interceptors } from 'hostcall';
import { MemoryNetwork } from 'hostcall/memory';
import { network } from 'hostcall/node';
import { captureOutput, memoryDirectory, textInput } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { overlay } from '../../application/composition/index.js';
import { GuestStopped } from '../../application/errors.js';
import type { ProgramOptions } from '../../application/runtime/index.js';
import type { Network } from '../../domain/index.js';
import { LiveClient } from '../adapters/cli/inspect/live-client.js';
import { buildGuest } from '../adapters/node/worker-guests.js';
import { BUILD_TIMEOUT } from '../guests/build-c.js';
import { buildThreads } from '../guests/build-threads.js';
import { buildWat } from '../guests/build-wat.js';
import { ffi, type Need, needing, suspension, systemFile } from '../needs.js';
import { collect, held, memoryGrowth, noMoreThan, withoutWorkers } from './held.js';

/** Listens at a port of its own; `round` connects, accepts, writes, reads and closes, seven calls each time, and returns how many of them failed. */
const CONNECTIONS = `(module
  (import "wasi_snapshot_preview1" "sock_open" (func $open (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_bind" (func $bind (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_listen" (func $listen (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_connect" (func $connect (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_getlocaladdr" (func $local (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  ;; An address of four bytes at 8, room for one of 16 at 24, both told of at 0 and 16; a buffer of four bytes told of at 40.
  (data (i32.const 0) "\\08\\00\\00\\00\\04\\00\\00\\00\\7f\\00\\00\\01")
  (data (i32.const 16) "\\80\\00\\00\\00\\10\\00\\00\\00")
  (data (i32.const 40) "\\30\\00\\00\\00\\04\\00\\00\\00")
  (global $listener (mut i32) (i32.const 0))
  (global $failed (mut i32) (i32.const 0))
  (func $sum (param i32) (if (local.get 0) (then (global.set $failed (i32.add (global.get $failed) (i32.const 1))))))
  (func (export "begin") (result i32)
    (call $sum (call $open (i32.const 1) (i32.const 2) (i32.const 64)))
    (global.set $listener (i32.load (i32.const 64)))
    (call $sum (call $bind (global.get $listener) (i32.const 0) (i32.const 0)))
    (call $sum (call $listen (global.get $listener) (i32.const 5)))
    (call $sum (call $local (global.get $listener) (i32.const 16) (i32.const 68) (i32.const 72)))
    (global.get $failed))
  (func (export "round") (param $count i32) (result i32)
    (loop $again
      (call $sum (call $open (i32.const 1) (i32.const 2) (i32.const 64)))
      (call $sum (call $connect (i32.load (i32.const 64)) (i32.const 0) (i32.load (i32.const 72))))
      (call $sum (call $accept (global.get $listener) (i32.const 76)))
      (call $sum (call $write (i32.load (i32.const 64)) (i32.const 40) (i32.const 1) (i32.const 80)))
      (call $sum (call $read (i32.load (i32.const 76)) (i32.const 40) (i32.const 1) (i32.const 80)))
      (call $sum (call $close (i32.load (i32.const 64))))
      (call $sum (call $close (i32.load (i32.const 76))))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (global.get $failed)))`;

const CALLS = 10_500;
const CALLS_OF_ROUND = 7;
/** What collecting garbage leaves undecided: half of what an object a call would take. */
const NOISE = 40 * CALLS;
const RUNS = 50;

needing(systemFile('/proc/self/task')).describe('What is left', function () {
  this.timeout(200_000);

  const networks: readonly (readonly [string, Need, () => Network])[] = [
    ['in memory', { what: 'nothing', met: true }, () => new MemoryNetwork({ connections: 4 }).byAddress()],
    ['of the host', ffi(), () => network({ allow: ['127.0.0.1', '0.0.0.0'] })],
  ];
  for (const [where, need, make] of networks) {
    needing(need).it(`of ${CALLS} calls of sockets ${where} includes no descriptor, thread or memory`, async () => {
      const runtime = createRuntime(nodePorts());
      const instance = await runtime.instantiate(await buildWat(CONNECTIONS), { network: make() });
      instance.initialize();
      try {
        expect(instance.invoke('begin')).to.equal(0);
        expect(instance.invoke('round', CALLS / CALLS_OF_ROUND / 5)).to.equal(0);
        const before = held();
        const growth = memoryGrowth(NOISE, () => {
          expect(instance.invoke('round', CALLS / CALLS_OF_ROUND)).to.equal(0);
        });
        expect(growth, 'bytes').to.be.lessThan(NOISE);
        await noMoreThan(before);
      } finally {
        instance.close();
      }
    });
  }

  describe(`of ${RUNS} runs includes no descriptor, thread or guest:`, () => {
    const endless = new AbortController();
    const gone = AbortSignal.abort();
    let aborting = new AbortController();
    const timers = () => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
    const kinds: Readonly<Record<string, readonly [Parameters<typeof buildGuest>[0], () => ProgramOptions, Need?]>> = {
      'whose timeout is not reached': ['exit', () => ({ timeout: 3_600_000, maxOutput: 1000 })],
      'whose signal never comes': ['exit', () => ({ signal: endless.signal })],
      'that were aborted before they began': ['exit', () => ({ signal: gone })],
      'that are aborted while they make calls': ['call', () => ({ signal: aborting.signal })],
      'whose time is up at once': ['sleep', () => ({ timeout: 1 })],
      'that trap': ['trap', () => ({})],
      'whose streams are functions': ['copy', () => ({ stdin: () => null, stdout: () => {} })],
      'over an overlay in memory': [
        'exit',
        () => ({ preopens: { '/': overlay(memoryDirectory({ file: 'x' }), memoryDirectory()) } }),
      ],
      'over a directory of the host': ['exit', () => ({ preopens: { '/': '/' } })],
      'whose streams are those of Node, and that are suspended': [
        'copy',
        () => ({
          waiting: 'suspend',
          stdin: Readable.from([Buffer.from('in')]),
          stdout: new Writable({ write: (_chunk, _encoding, done) => done() }),
        }),
        suspension(),
      ],
    };

    for (const [what, [guest, optionsOf, need = { what: 'nothing', met: true }]] of Object.entries(kinds)) {
      needing(need).it(what, async () => {
        const aborts: Interceptors = {
          random_get(_call, proceed) {
            aborting.abort();
            return proceed();
          },
        };
        const runtime = createRuntime(nodePorts(), { interceptors: [aborts] });
        const module = await runtime.compile(await buildGuest(guest));
        const guests: WeakRef<object>[] = [];
        const one = async () => {
          aborting = new AbortController();
          const options = optionsOf();
          const instance = await runtime.instantiate(module, {
            stdin: textInput(''),
            stdout: captureOutput(),
            ...options,
          });
          guests.push(new WeakRef(instance), new WeakRef(instance.exports.memory as object));
          try {
            if (options.waiting === 'suspend') await instance.startAsync();
            else instance.start();
          } catch (error) {
            if (!(error instanceof GuestStopped) && guest !== 'trap') throw error;
          } finally {
            instance.close();
          }
        };
        for (let i = 0; i < 10; i++) await one();
        const before = held();
        const timersBefore = timers();
        for (let i = 0; i < RUNS; i++) await one();
        await collect();
        await noMoreThan(before);
        expect(getEventListeners(endless.signal, 'abort')).to.be.empty;
        expect(timers()).to.equal(timersBefore);
        // What ran last may still be on the stack.
        expect(guests.slice(0, -4).filter(guest => guest.deref() !== undefined)).to.be.empty;
      });
    }
  });

  it('of threads that were started and joined includes no thread and no descriptor', async function () {
    this.timeout(BUILD_TIMEOUT);
    const wasm = await buildThreads();
    const round = async () => {
      const { exitCode } = await createRuntime(nodePorts()).run(wasm, { args: ['series'] });
      expect(exitCode).to.equal(0);
      await withoutWorkers();
    };
    await round();
    const before = held();
    for (let i = 0; i < 2; i++) await round();
    await noMoreThan(before);
  });

  it('of live sessions that a page restarted and left includes no thread and no descriptor', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hostcall-live-'));
    let client: LiveClient | undefined;
    try {
      const program = join(folder, 'calls.wasm');
      writeFileSync(program, await buildGuest('calls'));
      client = await LiveClient.start([program]);
      const { pid } = client;
      const heldThere = () => [readdirSync(`/proc/${pid}/task`).length, readdirSync(`/proc/${pid}/fd`).length];
      const round = async () => {
        await client?.do({ command: 'restart' });
        await client?.connect();
        await client?.stop();
      };
      for (let i = 0; i < 3; i++) await round();
      const before = heldThere();
      for (let i = 0; i < 10; i++) await round();
      // A thread and a connection that have ended are gone a moment later.
      while (heldThere().some((count, at) => count > (before[at] as number)))
        await new Promise(resolve => setTimeout(resolve, 20));
    } finally {
      await client?.end();
      rmSync(folder, { recursive: true });
    }
  });
});
