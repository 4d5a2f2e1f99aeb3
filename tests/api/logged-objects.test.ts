import { inspect } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { expect } from 'chai';
import { createRuntime, type HostcallEvent, overlay, quota, readOnly } from 'hostcall';
import { deterministicPorts, memoryDirectory, memoryWorld } from 'hostcall/memory';
import { RecordingWriter, readRecording } from 'hostcall/recording';
import { findDenials } from 'hostcall/tracing';
import { buildWat } from '../guests/build-wat.js';

const WRITES = `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\08\\00\\00\\00\\03\\00\\00\\00hi\\0a")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 20)))
    (drop (call $close (i32.const 9)))))`;

const LINE = 'fd_write(1<stdout>, [{buf="hi\\n", buf_len=3}], 1) = 3';
const FAILED = 'fd_close(9)                             = -1 EBADF (Bad file descriptor)';

async function calls(): Promise<{ readonly live: HostcallEvent[]; readonly recorded: HostcallEvent[] }> {
  const runtime = createRuntime(deterministicPorts(1, '2026-01-01'), { whole: true, denials: findDenials });
  const pieces: Uint8Array[] = [];
  const header = { recorder: 'tests', program: 'p', sha256: '0'.repeat(64), started: '2026-01-01T00:00:00Z' };
  const recording = new RecordingWriter(header, bytes => pieces.push(bytes.slice()));
  const live: HostcallEvent[] = [];
  runtime.hostcalls$.subscribe(call => {
    live.push(call);
    recording.add(call);
  });
  recording.end(await runtime.run(await buildWat(WRITES)));
  return { live, recorded: [...readRecording(Buffer.concat(pieces)).calls()] };
}

describe('an event', () => {
  for (const origin of ['live', 'recorded'] as const) {
    it(`is its line in a log and as a string (${origin})`, async () => {
      const events = (await calls())[origin];
      expect(events.map(String)).to.deep.equal([LINE, FAILED]);
      expect(events.map(event => inspect(event))).to.deep.equal([LINE, FAILED]);
      expect(inspect({ events })).to.equal(`{\n  events: [\n    ${LINE},\n    ${FAILED}\n  ]\n}`);
    });

    it(`is posted as plain data, which is small and the same as its JSON (${origin})`, async () => {
      const events = (await calls())[origin];
      const { port1, port2 } = new MessageChannel();
      for (const event of events) {
        const plain = event.toJSON();
        port1.postMessage(plain);
        expect(receiveMessageOnPort(port2)?.message).to.deep.equal(plain);
        expect(structuredClone(plain)).to.deep.equal(plain);
        expect(JSON.parse(JSON.stringify(event))).to.deep.equal(plain);
        expect(JSON.stringify(event).length).to.be.below(500);
      }
      port1.close();
      const [written, closed] = events.map(event => event.toJSON());
      expect(written).to.deep.include({ name: 'fd_write', errno: 0, bytes: 3, descriptor: 1, path: 'stdout' });
      expect(written?.args).to.deep.equal({ fd: 1, iovs: [{ pointer: 8, length: 3, moved: 3, data: 'hi\\n' }] });
      expect(written?.result).to.deep.equal({ nwritten: 3 });
      expect(closed).to.deep.include({ name: 'fd_close', errno: 8, error: 'EBADF', args: { fd: 9 } });
      expect(closed).to.not.have.any.keys('result', 'path', 'stack', 'injected');
    });

    it(`is not cloned with what was captured beside it, and the error names what to clone (${origin})`, async () => {
      const { port1 } = new MessageChannel();
      for (const event of (await calls())[origin]) {
        for (const use of [() => structuredClone(event), () => port1.postMessage({ call: event })])
          expect(use)
            .to.throw(DOMException, /post call\.toJSON\(\) instead/)
            .with.property('name', 'DataCloneError');
      }
      port1.close();
    });
  }

  it('tells why it failed in its plain form', async () => {
    const [, closed] = (await calls()).live;
    const { denial } = closed?.toJSON() ?? {};
    expect(denial).to.include({ kind: 'descriptor', errno: 8 });
    expect(denial?.text).to.be.a('string');
    expect(structuredClone(denial)).to.deep.equal(denial);
  });
});

describe('in a log', () => {
  it('a table of descriptors shows what is open', async () => {
    const runtime = createRuntime(deterministicPorts(1, '2026-01-01'));
    const { descriptors } = runtime.createImports({ preopens: { '/work': memoryDirectory() } });
    expect(inspect(descriptors)).to.equal(
      `DescriptorTable Map(4) { 0 => 'stdin', 1 => 'stdout', 2 => 'stderr', 3 => '/work' }`,
    );
  });

  it('a meter shows what it has counted, and so does its JSON', async () => {
    const runtime = createRuntime(deterministicPorts(1, '2026-01-01'));
    const meter = runtime.meter();
    await runtime.run(await buildWat(WRITES));
    expect(inspect(meter)).to.match(/^Meter \{\n {2}rows: \[/);
    expect(JSON.parse(JSON.stringify(meter))).to.deep.equal(structuredClone(meter.summary()));
    expect(meter.summary().total).to.include({ calls: 2, errors: 1, bytes: 3 });
  });

  it('a directory in memory shows its names, also as a part of others', () => {
    const directory = memoryDirectory({ notes: '', src: { main: '' } });
    expect(inspect(directory)).to.equal("MemoryDirectory [ 'notes', 'src' ]");
    expect(inspect(readOnly(directory))).to.match(/MemoryDirectory \[ 'notes', 'src' \]/);
    for (const other of [quota(directory, { bytes: 5 }), overlay(directory, memoryDirectory()), memoryWorld()])
      expect(inspect(other).split('\n')).to.have.length.below(20);
  });
});
