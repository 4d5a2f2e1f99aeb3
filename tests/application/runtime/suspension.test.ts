import { expect } from 'chai';
import { toArray } from 'rxjs';
import { captureOutput, memoryPorts, pipe, textInput } from '../../../adapters/memory/index.js';
import { StandardWaiting } from '../../../adapters/web/index.js';
import { createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError, GuestStopped, GuestTrap } from '../../../application/errors.js';
import { toStraceLine } from '../../../application/formats/index.js';
import { RecordingWriter, readRecording, replay } from '../../../application/recording/index.js';
import { encodeUtf8, type Ports } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';
import { needing, suspension } from '../../needs.js';

/** Copies its stdin to its stdout, 8 bytes at a time, and exits with 3 at the end. Its exports read once, and wait. */
const CAT = `(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $buffer (param i32)
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (local.get 0)))
  (func (export "once") (result i32)
    (call $buffer (i32.const 8))
    (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
  (func (export "sleep") (param $ns i64) (result i32)
    (i64.store (i32.const 128) (i64.const 7)) (i32.store8 (i32.const 136) (i32.const 0))
    (i32.store (i32.const 144) (i32.const 1)) (i64.store (i32.const 152) (local.get $ns))
    (i64.store (i32.const 160) (i64.const 0)) (i32.store16 (i32.const 168) (i32.const 0))
    (call $poll (i32.const 128) (i32.const 256) (i32.const 1) (i32.const 16)))
  (func (export "caught") (result i32)
    (try (result i32)
      (do (call $buffer (i32.const 8)) (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
      (catch_all (i32.const 99))))
  (func (export "_start")
    (loop $more
      (call $buffer (i32.const 8))
      (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))
      (if (i32.eqz (i32.load (i32.const 16))) (then (call $exit (i32.const 3))))
      (call $buffer (i32.load (i32.const 16)))
      (loop $rest
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 16))))
        (i32.store (i32.const 4) (i32.sub (i32.load (i32.const 4)) (i32.load (i32.const 16))))
        (br_if $rest (i32.load (i32.const 4))))
      (br $more))))`;
/** The same without `_start`: a reactor. */
const REACTOR = CAT.replace('(export "_start")', '(export "copy")');

/** A world in memory in which waiting takes no thread. */
const suspendingPorts = (): Ports => ({ ...memoryPorts(), waiting: new StandardWaiting() });

describe("waiting: 'suspend'", () => {
  if (!suspension().met) {
    it('is refused where the engine cannot suspend a program', async () => {
      const runtime = createRuntime(suspendingPorts());
      const error = await runtime.run(await buildWat(CAT), { waiting: 'suspend' }).catch(thrown => thrown);
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as Error).message).to.equal(
        "this host cannot suspend a program, as waiting: 'suspend' asks; use Node 24.20 or later or a browser with JavaScript Promise Integration, or leave the option out to block the thread",
      );
    });
    needing(suspension()).it('suspends programs', () => {});
    return;
  }

  let program: Uint8Array;
  let reactor: Uint8Array;
  before(async () => {
    program = await buildWat(CAT);
    reactor = await buildWat(REACTOR);
  });

  const tick = () => new Promise(resolve => setTimeout(resolve));

  it('lets two programs talk over a pipe on one thread, each waiting for the other', async () => {
    const [there, back] = [pipe(4), pipe(4)];
    const output = captureOutput();
    const runtime = createRuntime(suspendingPorts());
    const first = runtime.run(program, {
      waiting: 'suspend',
      stdin: textInput('seventeen letters'),
      stdout: there.writer,
    });
    const second = runtime.run(program, { waiting: 'suspend', stdin: there.reader, stdout: back.writer });
    const third = runtime.run(program, { waiting: 'suspend', stdin: back.reader, stdout: output });
    expect(await Promise.all([first, second, third])).to.deep.equal([
      { exitCode: 3 },
      { exitCode: 3 },
      { exitCode: 3 },
    ]);
    expect(output.text).to.equal('seventeen letters');
  });

  it('lets the thread run while a program sleeps, for the given time', async () => {
    const instance = await createRuntime(suspendingPorts()).instantiate(reactor, { waiting: 'suspend' });
    await instance.initializeAsync();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const before = performance.now();
    expect(await instance.invokeAsync('sleep', 30_000_000n)).to.equal(0);
    expect(performance.now() - before).to.be.at.least(29);
    clearInterval(timer);
    expect(ticks).to.be.greaterThan(0);
    instance.close();
  });

  it('shows the call that it waits in as begun, and only once in the trace', async () => {
    const { writer, reader } = pipe();
    const ports = suspendingPorts();
    const runtime = createRuntime(ports);
    const entered: string[] = [];
    runtime.watchEntered({ calls: 'fd_read' }).subscribe(call => entered.push(call.text()));
    const instance = await runtime.instantiate(reactor, { waiting: 'suspend', stdin: reader });
    const lines: string[] = [];
    instance.hostcalls$.pipe(toStraceLine({ column: 0 }), toArray()).subscribe(all => lines.push(...all));
    await instance.initializeAsync();
    const waiting = instance.invokeAsync('once');
    await tick();
    expect(entered).to.have.length(1);
    expect(entered[0]).to.match(/^fd_read\(0<stdin>, .* <unfinished ...>$/);
    expect(lines).to.deep.equal([]);
    const bytes = encodeUtf8('hello');
    writer.write({ array: bytes, count: 1, offsets: [0], lengths: [5], total: 5 });
    expect(await waiting).to.equal(0);
    instance.close();
    expect(lines).to.deep.equal(['fd_read(0<stdin>, [{buf="hello", buf_len=8}], 1) = 5']);
  });

  it('calls interceptors once, after the wait', async () => {
    const { writer, reader } = pipe();
    let seen = 0;
    const runtime = createRuntime(suspendingPorts(), {
      interceptors: [
        {
          fd_read(_, proceed) {
            seen++;
            return proceed();
          },
        },
      ],
    });
    const instance = await runtime.instantiate(reactor, { waiting: 'suspend', stdin: reader });
    await instance.initializeAsync();
    const waiting = instance.invokeAsync('once');
    await tick();
    expect(seen).to.equal(0);
    writer.close();
    expect(await waiting).to.equal(0);
    expect(seen).to.equal(1);
    instance.close();
  });

  it('refuses a second call until the first has returned, and calls without a promise', async () => {
    const { writer, reader } = pipe();
    const instance = await createRuntime(suspendingPorts()).instantiate(reactor, { waiting: 'suspend', stdin: reader });
    await instance.initializeAsync();
    const waiting = instance.invokeAsync('once');
    const refused = await instance.invokeAsync('sleep', 0n).catch(thrown => thrown);
    expect((refused as Error).message).to.equal(
      '"sleep" was called while the program is suspended in fd_read; await the call before',
    );
    expect(() => instance.invoke('sleep', 0n)).to.throw(
      ConfigurationError,
      'the program was instantiated with waiting: \'suspend\', and "sleep" was called without a promise; await startAsync(), initializeAsync() or invokeAsync()',
    );
    writer.close();
    expect(await waiting).to.equal(0);
    expect(await instance.invokeAsync('sleep', 0n)).to.equal(0);
    instance.close();
  });

  it('ends a suspended program when it is closed, whatever the program catches', async () => {
    const { reader } = pipe();
    const instance = await createRuntime(suspendingPorts()).instantiate(reactor, { waiting: 'suspend', stdin: reader });
    await instance.initializeAsync();
    const waiting = instance.invokeAsync('caught').catch(thrown => thrown);
    await tick();
    instance.close();
    const thrown = await waiting;
    expect(thrown).to.be.instanceOf(GuestStopped);
    expect(thrown).to.include({
      reason: 'closed',
      message: 'the guest was stopped: it was closed while it was suspended in fd_read',
    });
  });

  it('calls functions that do not wait at once, at the end of its input too', async () => {
    const instance = await createRuntime(suspendingPorts()).instantiate(reactor, {
      waiting: 'suspend',
      stdin: textInput('x'),
    });
    await instance.initializeAsync();
    expect(await instance.invokeAsync('once')).to.equal(0);
    expect(await instance.invokeAsync('once')).to.equal(0);
    instance.close();
  });

  it('records a run that replays without waiting', async () => {
    const { writer, reader } = pipe();
    const ports = suspendingPorts();
    const runtime = createRuntime(ports, { whole: true });
    const pieces: Uint8Array[] = [];
    const header = {
      recorder: 'test',
      program: 'cat.wasm',
      sha256: '0'.repeat(64),
      started: new Date(0).toISOString(),
    };
    const recorder = new RecordingWriter(header, bytes => pieces.push(bytes.slice()));
    runtime.hostcalls$.subscribe(call => recorder.add(call));
    const running = runtime.run(program, { waiting: 'suspend', stdin: reader, stdout: captureOutput() });
    await tick();
    const bytes = encodeUtf8('later');
    writer.write({ array: bytes, count: 1, offsets: [0], lengths: [5], total: 5 });
    writer.close();
    recorder.end(await running);
    const recording = readRecording(Uint8Array.from(Buffer.concat(pieces)));
    const end = await replay(recording, await runtime.compile(program), ports.engine, {});
    expect(end).to.deep.equal({ exitCode: 3 });
  });

  it('reports a trap as one', async () => {
    const wasm = await buildWat('(module (func (export "_start") unreachable))');
    const error = await createRuntime(suspendingPorts())
      .run(wasm, { waiting: 'suspend' })
      .catch(thrown => thrown);
    expect(error).to.be.instanceOf(GuestTrap);
    expect((error as GuestTrap).text).to.equal('unreachable');
  });
});
