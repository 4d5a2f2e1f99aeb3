import { expect } from 'chai';
import fc from 'fast-check';
import {
  captureOutput,
  deterministicPorts,
  memoryDirectory,
  SteppedClock,
  textInput,
} from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { snapshot } from '../../application/composition/index.js';
import type { Runtime } from '../../application/runtime/index.js';
import { hostcallNames, PREVIEW1, signatureOf } from '../../domain/index.js';
import { buildWat } from '../guests/build-wat.js';
import { anyCall, type FuzzCall } from './calls.js';

/** Sequences of calls: one for each half second that a test with random calls may take. */
const SEQUENCES = Math.ceil(Number(process.env.FUZZ_MS ?? 5000) / 500);
const NAMES = hostcallNames;
const START = '2026-01-01T00:00:00Z';

const PAGE = 65_536;
const PAGES = 16;
/** Bytes that calls can see: pointers near their end lead out of what is compared, not out of the memory. */
const SEEN = 4 * PAGE;
/** Whose turn it is: the number of the next call. Behind it, how many calls and threads there are. */
const NEXT = 8 * PAGE;
const [COUNT, THREADS] = [NEXT + 4, NEXT + 8];
/** The calls: which hostcall, where its patches are and how many, and its arguments, eight bytes for each. */
const CALLS = NEXT + 64;
const CALL_BYTES = 128;
const ARGUMENTS = 16;
const RESULTS = NEXT + PAGE;
/** Patches: where to, how long, where from. */
const PATCHES = NEXT + 2 * PAGE;
const PATCH_BYTES = 12;

/**
 * A program that makes the calls listed in its memory. With two threads, they take turns: each makes every other call, and waits for the other one's.
 * @param threaded whether it can have a second one; otherwise it is a program without threads
 */
function playerModule(threaded: boolean): Promise<Uint8Array> {
  const imports: string[] = [];
  const functions: string[] = [];
  for (const name of NAMES) {
    const { params, results } = signatureOf(name);
    const types = params.map(({ type }) => type);
    const result = results.length > 0 ? '(result i32)' : '';
    const args = types.map((type, at) => `(${type}.load offset=${8 * at} (local.get 0))`);
    imports.push(`(import "${PREVIEW1}" "${name}" (func $${name} (param ${types.join(' ')}) ${result}))`);
    functions.push(
      `(func $call_${name} (type $call) (call $${name} ${args.join(' ')}) ${results.length > 0 ? '' : '(i32.const 0)'})`,
    );
  }
  const spawn = threaded
    ? '(import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))'
    : '(func $spawn (param i32) (result i32) unreachable)';
  return buildWat(`(module (type $call (func (param i32) (result i32))) ${imports.join('\n')}
    (import "env" "memory" (memory ${PAGES} ${PAGES} shared))
    ${spawn}
    (export "memory" (memory 0))
    (table funcref (elem ${NAMES.map(name => `$call_${name}`).join(' ')}))
    ${functions.join('\n')}
    (func $make (param $number i32) (local $call i32) (local $patch i32) (local $left i32)
      (local.set $call (i32.add (i32.const ${CALLS}) (i32.mul (local.get $number) (i32.const ${CALL_BYTES}))))
      (local.set $patch (i32.load offset=4 (local.get $call)))
      (local.set $left (i32.load offset=8 (local.get $call)))
      (block $patched (loop $again
        (br_if $patched (i32.eqz (local.get $left)))
        (memory.copy (i32.load (local.get $patch)) (i32.load offset=8 (local.get $patch)) (i32.load offset=4 (local.get $patch)))
        (local.set $patch (i32.add (local.get $patch) (i32.const ${PATCH_BYTES})))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $again)))
      (i32.store (i32.add (i32.const ${RESULTS}) (i32.mul (local.get $number) (i32.const 4)))
        (call_indirect (type $call) (i32.add (local.get $call) (i32.const ${ARGUMENTS})) (i32.load (local.get $call)))))
    (func $play (param $me i32) (local $number i32)
      (loop $again
        (local.set $number (i32.atomic.load (i32.const ${NEXT})))
        (if (i32.ge_u (local.get $number) (i32.load (i32.const ${COUNT}))) (then (return)))
        (if (i32.ne (i32.rem_u (local.get $number) (i32.load (i32.const ${THREADS}))) (local.get $me))
          (then (drop (memory.atomic.wait32 (i32.const ${NEXT}) (local.get $number) (i64.const -1))) (br $again)))
        (call $make (local.get $number))
        (i32.atomic.store (i32.const ${NEXT}) (i32.add (local.get $number) (i32.const 1)))
        (drop (memory.atomic.notify (i32.const ${NEXT}) (i32.const -1)))
        (br $again)))
    (func (export "wasi_thread_start") (param i32 i32) (call $play (i32.const 1)))
    (func (export "_start")
      (if (i32.eq (i32.load (i32.const ${THREADS})) (i32.const 2)) (then (drop (call $spawn (i32.const 0)))))
      (call $play (i32.const 0))))`);
}

/** Puts calls into the memory of a player. Descriptors are small numbers, whether they are open or not: which are, is for the player to see. */
function putCalls(memory: WebAssembly.Memory, calls: readonly FuzzCall[], threads: number): void {
  const view = new DataView(memory.buffer);
  const bytes = new Uint8Array(memory.buffer);
  view.setInt32(COUNT, calls.length, true);
  view.setInt32(THREADS, threads, true);
  const patches = calls.flatMap(call => call.patches);
  let row = PATCHES;
  let content = PATCHES + PATCH_BYTES * patches.length;
  for (const [number, { name, args, patches }] of calls.entries()) {
    const at = CALLS + CALL_BYTES * number;
    view.setInt32(at, NAMES.indexOf(name), true);
    view.setInt32(at + 4, row, true);
    view.setInt32(at + 8, patches.length, true);
    for (const patch of patches) {
      view.setInt32(row, patch.at, true);
      view.setInt32(row + 4, patch.bytes.length, true);
      view.setInt32(row + 8, content, true);
      bytes.set(patch.bytes, content);
      row += PATCH_BYTES;
      content += patch.bytes.length;
    }
    for (const [index, arg] of args.entries()) {
      const value = typeof arg === 'object' ? 3 + (arg.pick % (arg.kind === 'directory' ? 2 : 6)) : arg;
      view.setBigInt64(at + ARGUMENTS + 8 * index, BigInt.asIntN(64, BigInt(value)), true);
    }
  }
}

/** Where two memories differ first, and how. */
function differenceOf(one: Buffer, other: Buffer): string {
  if (one.equals(other)) return '';
  const at = one.findIndex((byte, index) => byte !== other[index]);
  return `at ${at}: ${one.subarray(at, at + 32).toString('hex')} instead of ${other.subarray(at, at + 32).toString('hex')}`;
}

describe('Any calls of two threads in turn', function () {
  this.timeout(60_000 * SEQUENCES + 200_000);
  let alone: Uint8Array;
  let threaded: Uint8Array;
  before(async () => {
    [alone, threaded] = await Promise.all([playerModule(false), playerModule(true)]);
  });

  /** Plays calls, and returns all their results. */
  async function played(calls: readonly FuzzCall[], threads: 1 | 2) {
    const runtime: Runtime = createRuntime({ ...deterministicPorts(7, START), engine: nodePorts().engine });
    const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES, shared: true });
    putCalls(memory, calls, threads);
    const directory = memoryDirectory(
      { 'real.txt': 'real', dir: { 'inner.txt': 'inner', empty: {} }, a: { b: { 'own.txt': 'own', sub: {} } } },
      { clocks: new SteppedClock(START), device: 1n },
    );
    const lines: string[] = [];
    const callers = new Set<number | undefined>();
    runtime.hostcalls$.subscribe(call => {
      lines.push(`${call.name} ${call.errno}`);
      callers.add(call.thread);
    });
    const stdout = captureOutput();
    const instance = await runtime.instantiate(threads === 1 ? alone : threaded, {
      imports: { env: { memory } },
      preopens: { '/': directory },
      args: ['x'],
      env: { A: 'b' },
      stdin: textInput('typed'),
      stdout,
      stderr: captureOutput(),
      limits: { descriptors: 60 },
    });
    const end = await (threads === 1 ? Promise.resolve().then(() => instance.start()) : instance.startAsync()).catch(
      error => String(error),
    );
    const made = new DataView(memory.buffer).getInt32(NEXT, true);
    const descriptors = [...instance.descriptors].map(([fd, { label, flags, offset, rightsBase }]) => [
      ...[fd, label, flags, offset, rightsBase],
    ]);
    const outcome = {
      end,
      lines: lines.filter(line => !line.startsWith('thread-spawn')),
      made,
      results: Buffer.from(memory.buffer.slice(RESULTS, RESULTS + 4 * calls.length)).toString('hex'),
      memory: Buffer.from(memory.buffer.slice(0, SEEN)),
      files: snapshot(directory),
      stdout: stdout.text,
      descriptors,
    };
    instance.close();
    return { outcome, callers };
  }

  it('have the same results as from one thread', async () => {
    let both = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 60, size: 'max' }), async calls => {
        const one = await played(calls, 1);
        const two = await played(calls, 2);
        expect(two.outcome.lines).to.deep.equal(one.outcome.lines);
        expect(differenceOf(two.outcome.memory, one.outcome.memory)).to.equal('');
        expect({ ...two.outcome, memory: '' }).to.deep.equal({ ...one.outcome, memory: '' });
        if (two.callers.has(2) && two.callers.size === 2) both++;
      }),
      // By number: to start a thread can take long, and a time limit may leave nothing to compare.
      { numRuns: SEQUENCES },
    );
    expect(both, 'sequences with calls of both threads').to.be.greaterThan(0);
  });
});
