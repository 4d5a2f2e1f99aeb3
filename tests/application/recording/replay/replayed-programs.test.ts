import { expect } from 'chai';
import { memoryDirectory, memoryPorts } from '../../../../adapters/memory/index.js';
import { StandardEngine } from '../../../../adapters/web/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { readRecording, replay } from '../../../../application/recording/index.js';
import type { Imports } from '../../../../domain/index.js';
import { BUILD_TIMEOUT, buildC } from '../../../guests/build-c.js';
import { buildWat } from '../../../guests/build-wat.js';
import { keptRecording, recordRun, replayRun } from '../../../guests/recorded-run.js';

const WASI = 'wasi_snapshot_preview1';

describe('A replay supports', () => {
  it('a reactor, whose exports are called as they were', async () => {
    const reactor = await buildWat(`(module
      (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_initialize") (drop (call $random (i32.const 0) (i32.const 4))))
      (func (export "dice") (result i32) (drop (call $random (i32.const 4) (i32.const 4))) (i32.load (i32.const 4))))`);
    const { recording, file: kept } = keptRecording();
    const runtime = createRuntime(memoryPorts(), { whole: true });
    runtime.hostcalls$.subscribe(call => recording.add(call));
    const instance = await runtime.instantiate(reactor);
    instance.initialize();
    const thrown = [instance.invoke('dice'), instance.invoke('dice')];
    recording.end({ exitCode: 0 });
    const again: unknown[] = [];
    const engine = new StandardEngine();
    await replay(readRecording(kept()), await engine.compile(reactor), engine, {
      start: ({ _initialize, dice }) => {
        (_initialize as () => void)();
        for (let i = 0; i < 2; i++) again.push((dice as () => number)());
      },
    });
    expect(again).to.deep.equal(thrown);
  });

  it('a start function, which runs before there is a memory', async () => {
    const starting = await buildWat(`(module
      (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
      (import "${WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func $early (i32.store (i32.const 16) (call $random (i32.const 0) (i32.const 8))))
      (start $early)
      (func (export "_start") (call $exit (i32.load (i32.const 16)))))`);
    const run = await recordRun(memoryPorts(), starting, {});
    expect(run.result.exitCode, 'EFAULT').to.equal(21);
    expect(await replayRun(run.file, starting)).to.deep.equal(run.result);
  });

  it('a memory that is imported, shared, and grows', async function () {
    this.timeout(BUILD_TIMEOUT);
    const shared = await buildC('shared', [
      '-nostdlib',
      '-matomics',
      '-mbulk-memory',
      '-Wl,--import-memory,--shared-memory,--max-memory=1048576',
    ]);
    const imports = (): Imports => {
      const memory = new WebAssembly.Memory({ initial: 4, maximum: 16, shared: true });
      return { env: { memory, grow: () => memory.grow(1) } };
    };
    const run = await recordRun(memoryPorts(), shared, {
      argv0: 'program',
      args: ['ärgument'],
      env: { KEY: 'välue' },
      imports: imports(),
      preopens: { '/shared': memoryDirectory() },
    });
    expect(run.result).to.include({ exitCode: 42, stdout: 'shared\nshared\n', stderr: '' });
    expect(await replayRun(run.file, shared, { imports: imports() })).to.deep.equal(run.result);
  });
});
