import { expect } from 'chai';
import { captureOutput, deterministicPorts } from '../../../../adapters/memory/index.js';
import { StandardEngine } from '../../../../adapters/web/index.js';
import { createRuntime } from '../../../../application/assembly/index.js';
import { formatStrace } from '../../../../application/formats/index.js';
import { readRecording, replay } from '../../../../application/recording/index.js';
import { buildWat } from '../../../guests/build-wat.js';
import { keptRecording } from '../../../guests/recorded-run.js';

const WASI = 'wasi_snapshot_preview1';

/** Makes calls in its start function and, when its memory has grown, at places that were not there before; one is still not there. */
const program = (kind: string) => `(module
  (import "env" "memory" (memory 1 8 ${kind}))
  (import "${WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "${WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "${WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (func $early (drop (call $random (i32.const 128) (i32.const 4))))
  (start $early)
  (func (export "_start")
    (drop (memory.grow (i32.const 2)))
    (drop (call $random (i32.const 140000) (i32.const 4)))
    (drop (call $time (i32.const 1) (i64.const 0) (i32.const 150000)))
    (drop (call $time (i32.const 1) (i64.const 0) (i32.const 250000)))
    (i32.store (i32.const 0) (i32.const 140000))
    (i32.store (i32.const 4) (i32.const 4))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))`;

for (const shared of [false, true]) {
  describe(`A guest with an imported ${shared ? 'and shared ' : ''}memory that grows`, () => {
    let wasm: Uint8Array;
    before(async () => {
      wasm = await buildWat(program(shared ? 'shared' : ''));
    });
    const newMemory = () => new WebAssembly.Memory({ initial: 1, maximum: 8, ...(shared && { shared }) });
    const bytesOf = (memory: WebAssembly.Memory) => Buffer.from(new Uint8Array(memory.buffer));

    it('is traced and recorded, and its replay leaves the same contents in it', async () => {
      const memory = newMemory();
      const { recording, file } = keptRecording();
      const lines: string[] = [];
      const runtime = createRuntime(deterministicPorts(7, '2026-01-31'), { whole: true });
      runtime.hostcalls$.subscribe(call => {
        recording.add(call);
        lines.push(
          formatStrace(call, { column: 0 })
            .replace(/"[^"]*"/, '"…"')
            .replace(/\[[\d.]+\]/, '[…]'),
        );
      });
      const streams = { stdout: captureOutput(), stderr: captureOutput() };
      recording.end(await runtime.run(wasm, { imports: { env: { memory } }, ...recording.outputs(streams) }));
      expect(lines).to.deep.equal([
        'random_get("…", 4) = 0',
        'random_get("…", 4) = 0',
        'clock_time_get(CLOCK_MONOTONIC, 0ns, […]) = 0',
        'clock_time_get(CLOCK_MONOTONIC, 0ns, 0x3d090 /* out of bounds */) = -1 EFAULT (Bad address)',
        'fd_write(1<stdout>, [{buf="…", buf_len=4}], 1) = 4',
      ]);

      const again = newMemory();
      const engine = new StandardEngine();
      let written = 0;
      const end = await replay(readRecording(file()), await engine.compile(wasm), engine, {
        imports: { env: { memory: again } },
        output: (_, bytes) => {
          written += bytes.length;
        },
      });
      expect([end, written]).to.deep.equal([{ exitCode: 0 }, 4]);
      expect(bytesOf(again).equals(bytesOf(memory))).to.equal(true);
      expect(bytesOf(again).subarray(140_000, 140_004).equals(Buffer.alloc(4))).to.equal(false);
    });
  });
}
