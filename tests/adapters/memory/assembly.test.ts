import { expect } from 'chai';
import type { ContainerModule } from 'inversify';
import {
  captureOutput,
  deterministicPorts,
  deterministicWorld,
  FixedClock,
  fixedClock,
  type MemoryWorld,
  memoryDirectory,
  memoryFileSystem,
  memoryPorts,
  memoryStdio,
  memoryWorld,
  scaledClock,
  seededRandom,
  snapshot,
  steppedClock,
  textInput,
} from '../../../adapters/memory/index.js';
import { nodeHost, nodePorts } from '../../../api/node.js';
import { assemble, createRuntime } from '../../../application/assembly/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { Directory } from '../../../domain/index.js';
import { buildWat } from '../../guests/build-wat.js';

const YEAR_2026 = '2026-01-01T00:00:00Z';
const NANOSECONDS_2026 = 1_767_225_600_000_000_000n;

/**
 * Writes REALTIME, MONOTONIC, 8 random bytes and up to 8 bytes of stdin, then sleeps for as many milliseconds as it has arguments, then
 * REALTIME and MONOTONIC again.
 */
const SURVEYOR = buildWat(`(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\40\\00\\00\\00\\30\\00\\00\\00")
  (data (i32.const 16) "\\58\\00\\00\\00\\08\\00\\00\\00")
  (func $times (param $at i32)
    (drop (call $time (i32.const 0) (i64.const 0) (local.get $at)))
    (drop (call $time (i32.const 1) (i64.const 0) (i32.add (local.get $at) (i32.const 8)))))
  (func (export "_start")
    (call $times (i32.const 64))
    (drop (call $random (i32.const 80) (i32.const 8)))
    (drop (call $read (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 200)))
    (drop (call $args (i32.const 204) (i32.const 208)))
    (i32.store (i32.const 312) (i32.const 1))
    (i64.store (i32.const 320) (i64.mul (i64.const 1000000) (i64.extend_i32_u (i32.load (i32.const 204)))))
    (drop (call $poll (i32.const 296) (i32.const 400) (i32.const 1) (i32.const 200)))
    (call $times (i32.const 96))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 200)))))`);

interface Survey {
  readonly realtime: bigint;
  readonly monotonic: bigint;
  readonly random: bigint;
  readonly stdin: string;
  readonly realtimeAfter: bigint;
  readonly monotonicAfter: bigint;
}

/** A program's view of a runtime. */
async function survey(runtime: Runtime, milliseconds = 1): Promise<Survey> {
  const stdout = captureOutput();
  await runtime.run(await SURVEYOR, { stdout, args: new Array(milliseconds - 1).fill('') });
  const bytes = Buffer.from(stdout.bytes);
  return {
    realtime: bytes.readBigUInt64LE(0),
    monotonic: bytes.readBigUInt64LE(8),
    random: bytes.readBigUInt64LE(16),
    stdin: bytes.toString('latin1', 24, 32).replaceAll('\0', ''),
    realtimeAfter: bytes.readBigUInt64LE(32),
    monotonicAfter: bytes.readBigUInt64LE(40),
  };
}

/** When a file was made, according to its file system. */
function timeIn(host: Pick<MemoryWorld, 'fileSystem'>): bigint | undefined {
  const entry = snapshot(host.fileSystem.root).get('file');
  return entry?.kind === 'file' ? entry.modified : undefined;
}

describe('memory: presets and modules', () => {
  it('deterministicWorld: two runs in two worlds are the same; another seed or start gives another', async () => {
    const one = await survey(assemble(deterministicWorld(7, YEAR_2026).module), 1000);
    const same = await survey(createRuntime(deterministicPorts(7, YEAR_2026)), 1000);
    const other = await survey(assemble(deterministicWorld(8, '2027-01-01T00:00:00Z').module), 1000);
    expect(same).to.deep.equal(one);
    expect(one).to.deep.include({
      realtime: NANOSECONDS_2026,
      monotonic: 0n,
      stdin: '',
      realtimeAfter: NANOSECONDS_2026 + 1_000_000_000n,
      monotonicAfter: 1_000_000_000n,
    });
    expect(other.random).to.not.equal(one.random);
    expect(other.realtime).to.not.equal(one.realtime);
  });

  it('fixedClock: the wall clock stands still while a program sleeps, in any world', async () => {
    for (const host of [nodeHost(), memoryWorld().module, deterministicWorld(1, 0n).module]) {
      const seen = await survey(assemble(host, fixedClock(YEAR_2026)), 2);
      expect([seen.realtime, seen.realtimeAfter]).to.deep.equal([NANOSECONDS_2026, NANOSECONDS_2026]);
      expect(Number(seen.monotonicAfter - seen.monotonic)).to.be.at.least(2_000_000);
    }
  });

  it('steppedClock: a sleep takes no time, and exactly as long as was asked', async () => {
    const begin = performance.now();
    const seen = await survey(assemble(nodeHost(), memoryStdio({}), steppedClock(5n)), 60_000);
    expect(performance.now() - begin).to.be.below(30_000);
    expect(seen.monotonicAfter - seen.monotonic).to.equal(60_000_000_000n);
    expect(seen.realtimeAfter).to.equal(60_000_000_005n);
  });

  it('scaledClock: a sleep is shorter by the factor', async () => {
    const begin = performance.now();
    const seen = await survey(assemble(memoryWorld().module, scaledClock(nodePorts(), 1000)), 20_000);
    expect(performance.now() - begin).to.be.within(20, 10_000);
    expect(Number(seen.monotonicAfter - seen.monotonic)).to.be.at.least(20_000_000_000);
    expect(Number(seen.realtimeAfter - seen.realtime)).to.be.at.least(19_000_000_000);
  });

  it('seededRandom and memoryStdio replace what they are named after, and nothing else', async () => {
    const runtime = assemble(nodeHost(), seededRandom(7n), memoryStdio({ stdin: textInput('some text') }));
    const seen = await survey(runtime);
    const { random } = await survey(assemble(deterministicWorld(7, 0n).module));
    expect(seen.random).to.equal(random);
    expect(seen.stdin).to.equal('some tex');
    expect(Number(seen.realtime) / 1e6).to.be.within(Date.now() - 60_000, Date.now() + 60_000);
  });

  it('memoryStdio accepts undefined for a stream, and refuses what is not a stream', () => {
    expect(() => memoryStdio({ stdin: undefined, stdout: captureOutput() })).to.not.throw();
    expect(() => memoryStdio({ stderr: 2 as never })).to.throw(ConfigurationError, /stderr/);
  });

  it('memoryFileSystem: preopens are its paths', async () => {
    const runtime = assemble(nodeHost(), memoryStdio({}), memoryFileSystem({ 'dir/file': 'x' }));
    const guest = runtime.createImports({ preopens: { '/': '/dir' } });
    const directory = guest.descriptors.peek(3)?.resource as Directory;
    expect([...snapshot(directory).keys()]).to.deep.equal(['file']);
    guest.close();
    expect(() => runtime.createImports({ preopens: { '/': '/missing' } })).to.throw(
      /cannot open the directory "\/missing": it does not exist/,
    );
  });

  it('a world is a value: its files and what programs wrote can be looked at, and no other world sees them', async () => {
    const host = memoryWorld({ contents: { file: 'x' } });
    await assemble(host.module).run(await SURVEYOR);
    expect(host.stdio.stdout.bytes).to.have.lengthOf(48);
    expect([...snapshot(host.fileSystem.root).keys()]).to.deep.equal(['file']);
    expect(() => assemble(host as unknown as ContainerModule)).to.throw(/pass its property `module`/);
    const other = memoryWorld();
    expect(other.stdio.stdout.bytes).to.have.lengthOf(0);
    expect(snapshot(other.fileSystem.root).size).to.equal(0);
  });

  it('files are dated by the clock of their world, whatever clock a later module binds', () => {
    const contents = { file: '' };
    const host = memoryWorld({ contents, clocks: new FixedClock(YEAR_2026) });
    assemble(host.module, fixedClock(5n));
    expect(timeIn(host)).to.equal(NANOSECONDS_2026);
    expect(timeIn(deterministicWorld(1, 77n, { contents }))).to.equal(77n);
    expect(
      snapshot(memoryPorts({ contents, clocks: deterministicPorts(1, 5n).clocks }).fileSystem.root).get('file'),
    ).to.include({
      modified: 5n,
    });
  });

  it('a memory directory goes beside others, into one program after the other', async () => {
    const temporary = memoryDirectory();
    const runtime = assemble(nodeHost(), memoryStdio({}));
    for (let round = 0; round < 2; round++) {
      const guest = runtime.createImports({ preopens: { '/': '.', '/tmp': temporary } });
      const directory = guest.descriptors.peek(4)?.resource as Directory;
      expect(directory.createDirectory(`round-${round}`)).to.equal(0);
      guest.close();
    }
    expect([...snapshot(temporary).keys()]).to.deep.equal(['round-0', 'round-1']);
  });

  it('an invalid time and an invalid factor are refused with a remedy', () => {
    for (const when of [0n, 2n ** 64n - 1n]) expect(() => fixedClock(when)).to.not.throw();
    for (const when of ['tomorrow', -1n, 2n ** 64n, new Date('1969-12-31')]) {
      expect(() => fixedClock(when)).to.throw(/give a date from 1970 on/);
    }
    for (const factor of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => scaledClock(nodePorts(), factor)).to.throw(/give a number greater than 0/);
    }
  });
});
