import { expect } from 'chai';
import { captureOutput, memoryDirectory, memoryPorts } from '../../../../adapters/memory/index.js';
import { StandardEngine } from '../../../../adapters/web/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import {
  obstacleTo,
  ReplayDivergence,
  type ReplayOptions,
  readRecording,
  replay,
} from '../../../../application/recording/index.js';
import { TraceHub } from '../../../../application/tracing/index.js';
import { alteredStream } from '../../../guests/altered-stream.js';
import { buildWat } from '../../../guests/build-wat.js';
import { keptRecording, recordRun, replayRun } from '../../../guests/recorded-run.js';
import { TracedGuest } from '../../tracing/traced-guest.js';
import { recordSample, SAMPLE, secrets } from '../sample-run.js';

const WASI = 'wasi_snapshot_preview1';

/** The divergence of replaying a recording with a program. */
async function divergence(file: Uint8Array, wasm: Uint8Array, options?: ReplayOptions): Promise<ReplayDivergence> {
  try {
    await replayRun(file, wasm, options);
  } catch (error) {
    if (error instanceof ReplayDivergence) return error;
    throw error;
  }
  throw new Error('it did not part from its recording');
}

/** Why a recording cannot be replayed. */
async function denial(file: Uint8Array, wasm: Uint8Array): Promise<string> {
  try {
    await replayRun(file, wasm);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('it was replayed');
}

describe('A replay', () => {
  let file: Uint8Array;
  let wasm: Uint8Array;
  before(async () => {
    ({ file, wasm } = await recordSample());
  });

  it('gives the program the same results: it prints the same and exits alike', async () => {
    expect(await replayRun(file, wasm)).to.deep.equal({
      exitCode: 3,
      stdout: secrets.file,
      stderr: secrets.input,
      trapped: undefined,
    });
  });

  it('reports every call, after what it printed', async () => {
    const told: string[] = [];
    const engine = new StandardEngine();
    await replay(readRecording(file), await engine.compile(wasm), engine, {
      output: (stream, bytes) => told.push(`${stream}: ${bytes.length}`),
      replayed: (call, number) => told.push(`${number} ${call.name}`),
    });
    expect(told.slice(8, 15)).to.deep.equal([
      '8 fd_readdir',
      '9 fd_read',
      '1: 62',
      '10 fd_write',
      '11 fd_read',
      '2: 18',
      '12 fd_write',
    ]);
  });

  it('of a program that a signal ended stops with its last call', async () => {
    const computing = await buildWat(SAMPLE.replace('(call $exit (i32.const 3))', '(loop $again (br $again))'));
    const whole = readRecording(file);
    for (const count of [0, 5, 14]) {
      const { recording, file: cut } = keptRecording(whole.header);
      for (const call of [...whole.calls()].slice(0, count)) recording.add(call);
      recording.end({ signal: 'SIGTERM' });
      const engine = new StandardEngine();
      let replayed = 0;
      const end = await replay(readRecording(cut()), await engine.compile(computing), engine, {
        replayed: () => {
          replayed++;
        },
      });
      expect(end).to.deep.equal({ signal: 'SIGTERM' });
      expect(replayed).to.equal(count);
    }
  });

  it('ends with the trap that the program ended with', async () => {
    const trapping = await buildWat(SAMPLE.replace('(call $exit (i32.const 3))', 'unreachable'));
    const run = await recordRun(memoryPorts(), trapping, {});
    expect(run.result.trapped).to.equal('unreachable');
    expect(await replayRun(run.file, trapping)).to.deep.equal(run.result);
  });

  describe('stops a program that', () => {
    const changed = (from: string, to: string) => {
      expect(SAMPLE).to.include(from);
      return buildWat(SAMPLE.replace(from, to));
    };

    it('makes another call', async () => {
      const error = await divergence(
        file,
        await changed(
          '(call $prestat (i32.const 3) (i32.const 0x140))',
          '(call $random (i32.const 0x140) (i32.const 8))',
        ),
      );
      expect(error.message).to.equal('the replay diverges from the recording at call 5: it is another call');
      expect(error.call).to.equal(5);
      expect(error.recorded).to.equal('fd_prestat_get(3, {tag=DIR, pr_name_len=1}) = 0');
      expect(error.actual).to.match(/^random_get\(0x140, 8 <unfinished \.\.\.>$/);
    });

    it('passes other arguments', async () => {
      const error = await divergence(
        file,
        await changed('(i32.const 0x200) (i32.const 40)', '(i32.const 0x200) (i32.const 41)'),
      );
      expect(error.message).to.equal(
        'the replay diverges from the recording at call 4: its arguments are not the same',
      );
    });

    it('names another file', async () => {
      const error = await divergence(file, await changed('"notes.txt"', '"notes.bin"'));
      expect(error.message).to.equal('the replay diverges from the recording at call 7: it names another file');
      expect(error.recorded).to.equal('path_open(3</>, 0, "notes.txt", 0, FD_READ, 0, 0) = 4</notes.txt>');
      expect(error.actual).to.equal('path_open(3</>, 0, "notes.bin", 0, FD_READ, 0, 0 <unfinished ...>');
    });

    it('points to other buffers', async () => {
      const error = await divergence(
        file,
        await changed(
          '(i32.store (i32.const 0x124) (i32.const 1000))',
          '(i32.store (i32.const 0x124) (i32.const 1001))',
        ),
      );
      expect(error.message).to.equal(
        'the replay diverges from the recording at call 9: what its arguments point to is not the same',
      );
    });

    it('writes something else, also behind what a line shows', async () => {
      const store = '(i32.store8 (i32.const 0x203d) (i32.const 33))';
      const write = '(drop (call $write (i32.const 1)';
      const error = await divergence(file, await changed(write, `${store} ${write}`));
      expect(error.message).to.equal(
        'the replay diverges from the recording at call 10: what it writes is not the same',
      );
      expect(error.recorded).to.equal(
        'fd_write(1<stdout>, [{buf="first line of the file, which is"..., buf_len=62}], 1) = 62',
      );
      expect(error.actual).to.equal(
        'fd_write(1<stdout>, [{buf="first line of the file, which is"..., buf_len=62}], 1 <unfinished ...>',
      );
    });

    it('ends before', async () => {
      const error = await divergence(file, await changed('(drop (call $poll', '(return) (drop (call $poll'));
      expect(error.message).to.equal('the replay diverges from the recording at call 13: the program ends there');
      expect(error.recorded).to.match(/^poll_oneoff\(/);
      expect(error.actual).to.equal('+++ exited with 0 +++');
    });

    it('continues behind the end', async () => {
      const ending = await buildWat(SAMPLE.replace('(call $exit (i32.const 3))', ''));
      const longer = await buildWat(
        SAMPLE.replace('(call $exit (i32.const 3))', '(drop (call $random (i32.const 0x200) (i32.const 1)))'),
      );
      const run = await recordRun(memoryPorts(), ending, {});
      const error = await divergence(run.file, longer);
      expect(error.message).to.equal('the replay diverges from the recording at call 14: the recording ends there');
      expect(error.recorded).to.equal('+++ exited with 0 +++');
      expect(error.actual).to.equal('random_get(0x200, 1 <unfinished ...>');
    });

    it('exits with another status, or traps', async () => {
      const exit = await divergence(file, await changed('(call $exit (i32.const 3))', '(call $exit (i32.const 4))'));
      expect(exit.recorded).to.equal('proc_exit(3)                            = ?');
      const run = await recordRun(memoryPorts(), await buildWat(SAMPLE.replace('(call $exit (i32.const 3))', '')), {});
      const trap = await divergence(run.file, await changed('(call $exit (i32.const 3))', 'unreachable'));
      expect(trap.message).to.equal('the replay diverges from the recording at call 14: it ends in another way');
      expect([trap.recorded, trap.actual]).to.deep.equal(['+++ exited with 0 +++', '+++ trapped: unreachable +++']);
    });

    it('makes another call, and catches every exception', async () => {
      const catching = await buildWat(
        `(module
          (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "_start")
            (try (do (drop (call $random (i32.const 0) (i32.const 8)))) (catch_all))))`,
      );
      const error = await divergence(file, catching);
      expect(error.call).to.equal(0);
    });
  });

  it('ends with an exception of the observer, whatever the program catches', async () => {
    const failure = new Error('no room for the output');
    const engine = new StandardEngine();
    const attempt = replay(readRecording(file), await engine.compile(wasm), engine, {
      output: () => {
        throw failure;
      },
    });
    expect(await attempt.catch(error => error)).to.equal(failure);
  });

  describe('needs', () => {
    it('contents: a redacted recording is refused', async () => {
      const redacted = await recordSample({ redacted: true });
      expect(await denial(redacted.file, wasm)).to.equal(
        'the recording cannot be replayed: it was redacted: what the program read is not in it, so there is nothing to give it again; record the program again',
      );
    });

    it('a program whose imports are all there', async () => {
      const demanding = await buildWat('(module (import "env" "callback" (func)) (func (export "_start")))');
      expect(await denial(file, demanding)).to.match(/^unknown import: function "callback" from "env"/);
    });

    it('all results of the calls', () => {
      const guest = new TracedGuest('preview1', new TraceHub(EventRecord, { whole: true }));
      const { store } = guest.hub;
      const { extend } = store;
      store.extend = (start, bytes) => (bytes > 20_000 ? -1 : extend.call(store, start, bytes));
      for (const [size, obstacle] of [
        [10_000, undefined],
        [30_000, 'what call 1, random_get, gave to the program is not all in it'],
      ] as const) {
        const { recording, file: kept } = keptRecording();
        recording.add(guest.trace('sched_yield', []));
        recording.add(guest.trace('random_get', [0, size]));
        recording.end({ exitCode: 0 });
        expect(obstacleTo(readRecording(kept()))).to.equal(obstacle);
      }
    });

    it('calls of one program only', async () => {
      const { recording, file: kept } = keptRecording();
      const runtime = createRuntime(memoryPorts(), { whole: true });
      runtime.hostcalls$.subscribe(call => recording.add(call));
      await runtime.run(wasm);
      await runtime.run(wasm);
      recording.end({ exitCode: 3 });
      expect(await denial(kept(), wasm)).to.include('it has calls of more than one program');
    });

    it('a host that did not call into the program during a call', async () => {
      const nesting = await buildWat(
        SAMPLE.replace(
          '(func (export "_start")',
          '(func (export "tell") (drop (call $time (i32.const 1) (i64.const 0) (i32.const 0x100)))) (func (export "_start")',
        ),
      );
      const { recording, file: kept } = keptRecording();
      const runtime = createRuntime(memoryPorts(), { whole: true });
      runtime.hostcalls$.subscribe(call => recording.add(call));
      const output = captureOutput();
      const stdout = alteredStream(output, {
        write(from) {
          instance.invoke('tell');
          return output.write(from);
        },
      });
      const streams = recording.outputs({ stdout, stderr: captureOutput() });
      const preopens = { '/': memoryDirectory({ 'notes.txt': 'x' }) };
      const instance = await runtime.instantiate(nesting, { ...streams, preopens });
      recording.end({ exitCode: instance.start() });
      expect(await denial(kept(), nesting)).to.include('the host called into the program during call 11, fd_write');
    });
  });

  it('ends as the recorded run did where its host failed', async () => {
    const { recording, file: kept } = keptRecording();
    const runtime = createRuntime(memoryPorts(), { whole: true });
    runtime.hostcalls$.subscribe(call => {
      if (call.name !== 'random_get') recording.add(call);
    });
    const two = await buildWat(`(module
      (import "${WASI}" "clock_res_get" (func $res (param i32 i32) (result i32)))
      (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start") (drop (call $res (i32.const 0) (i32.const 0))) (drop (call $random (i32.const 0) (i32.const 8)))))`);
    await runtime.run(two);
    recording.end({ error: 'out of descriptors' });
    const engine = new StandardEngine();
    expect(await replay(readRecording(kept()), await engine.compile(two), engine)).to.deep.equal({
      error: 'out of descriptors',
    });
  });
});
