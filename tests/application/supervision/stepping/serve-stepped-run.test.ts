import { expect } from 'chai';
import { memoryPorts } from '../../../../adapters/memory/index.js';
import { readRecording } from '../../../../application/recording/index.js';
import type { ProgramOptions } from '../../../../application/runtime/index.js';
import {
  CommandMemory,
  RunMemory,
  type StepCommand,
  type StepMessage,
  type Stop,
  serveSteppedRun,
} from '../../../../application/supervision/index.js';
import { buildWat } from '../../../guests/build-wat.js';

/** Yields, asks the time, opens a file that is not there, yields: in a loop of two rounds; then exits with the errno of the last path_open. */
const ROUNDS = `(module
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "gone")
  (global $errno (mut i32) (i32.const 0))
  (func $round
    (drop (call $yield))
    (drop (call $time (i32.const 0) (i64.const 1) (i32.const 64)))
    (global.set $errno (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 128))))
  (func (export "_start")
    (call $round)
    (call $round)
    (call $exit (global.get $errno))))`;

/** What has happened, and the script of a person: each time that the program waits, the next step of it is made. */
interface Played {
  readonly messages: readonly StepMessage[];
  readonly stops: readonly string[];
  readonly debugged: number;
  readonly recording: Uint8Array;
}

type Move = StepCommand | 'stop';

/** Plays a script in this one thread: what would wake it is done where it would wait. */
async function play(
  script: readonly Move[],
  { paused = true, before = [] as readonly StepCommand[] } = {},
): Promise<Played> {
  const memory = new RunMemory();
  const commands = new CommandMemory();
  const messages: StepMessage[] = [];
  const moves = [...script];
  let debugged = 0;
  for (const command of before) commands.give(command);
  const ports = memoryPorts();
  await serveSteppedRun(
    { memory: memory.buffer, commands: commands.buffer, paused },
    {
      post(message) {
        messages.push(message);
        if (message.kind === 'recording') memory.takenCall();
      },
      waitOn: () => () => {
        const move = moves.shift();
        if (move === undefined) throw new Error('it waits, and the script has ended');
        if (move === 'stop') memory.stop();
        else commands.give(move);
      },
      now: () => 0,
      debug() {
        debugged++;
      },
    },
    {
      ports,
      header: { recorder: 'a test', program: 'rounds.wasm', sha256: '0'.repeat(64), started: '2026-01-01T00:00:00Z' },
      async run(runtime, streams: ProgramOptions) {
        try {
          const options = { ...streams, preopens: { '/': '/' } };
          return { exitCode: (await runtime.run(await buildWat(ROUNDS), options)).exitCode };
        } catch (error) {
          return { error: (error as Error).name };
        }
      },
    },
  );
  expect(moves).to.deep.equal([]);
  const pieces = messages.flatMap(message => (message.kind === 'recording' ? [message.bytes] : []));
  return {
    messages,
    stops: messages.flatMap(message => (message.kind === 'stopped' ? [textOf(message.stop)] : [])),
    debugged,
    recording: Buffer.concat(pieces),
  };
}

function textOf({ cause, call, result }: Stop): string {
  const at = result === undefined ? 'before' : `after ${result.error ?? result.value}`;
  return `${cause}: ${at} ${call.sequence} ${call.name}`;
}

const go: StepCommand = { command: 'continue' };
const step: StepCommand = { command: 'step' };
const result: StepCommand = { command: 'result' };
const breakAt = (...filters: string[]): StepCommand => ({
  command: 'breakpoints',
  breakpoints: filters.map(filter => ({ filter })),
});

describe('a program that is stepped through', () => {
  it('stops before its first call, before the next, and at results', async () => {
    const { stops } = await play([step, result, step, { command: 'step', count: 3 }, go]);
    expect(stops).to.deep.equal([
      'start: before 0 sched_yield',
      'step: before 1 clock_time_get',
      'step: after 0 1 clock_time_get',
      'step: before 2 path_open',
      'step: before 5 path_open',
    ]);
  });

  it('runs without a stop', async () => {
    const { stops, messages, recording } = await play([], { paused: false });
    expect(stops).to.deep.equal([]);
    expect(messages.at(-1)).to.deep.equal({ kind: 'ended', end: { exitCode: 44 }, text: 'exited with 44' });
    expect([...readRecording(recording).calls()].map(({ name }) => name)).to.deep.equal([
      ...['sched_yield', 'clock_time_get', 'path_open', 'sched_yield', 'clock_time_get', 'path_open'],
      'proc_exit',
    ]);
  });

  it('stops before calls, and at results with an errno or a status', async () => {
    const at = (...filters: string[]) => play(Array(2).fill(go), { paused: false, before: [breakAt(...filters)] });
    expect((await at('clock_time_get')).stops).to.deep.equal([
      'breakpoint: before 1 clock_time_get',
      'breakpoint: before 4 clock_time_get',
    ]);
    for (const filter of ['errno=ENOENT', 'status=failed', 'path=/gone errno=ENOENT', '%file status=failed'])
      expect((await at(filter)).stops).to.deep.equal([
        'breakpoint: after ENOENT 2 path_open',
        'breakpoint: after ENOENT 5 path_open',
      ]);
    expect((await at('path=/gone')).stops).to.deep.equal([
      'breakpoint: before 2 path_open',
      'breakpoint: before 5 path_open',
    ]);
    for (const filter of ['errno=EACCES', 'path=/other', 'path_open status=successful', 'fd=4'])
      expect((await play([], { paused: false, before: [breakAt(filter)] })).stops).to.deep.equal([]);
  });

  it('stops at a breakpoint among many steps, and drops the rest of them', async () => {
    const { stops } = await play([breakAt('path_open'), { command: 'step', count: 6 }, breakAt(), go]);
    expect(stops).to.deep.equal(['start: before 0 sched_yield', 'breakpoint: before 2 path_open']);
  });

  it('stops in the debugger if a breakpoint says so', async () => {
    const breakpoints = [{ filter: 'clock_time_get', debugger: true }, { filter: 'path_open' }];
    const { debugged } = await play(Array(4).fill(go), {
      paused: false,
      before: [{ command: 'breakpoints', breakpoints }],
    });
    expect(debugged).to.equal(2);
  });

  it('returns the given answer, once', async () => {
    const { messages, recording } = await play([
      breakAt('path_open'),
      go,
      { command: 'answer', answer: { errno: 'EACCES' } },
      { command: 'answer', answer: { errno: 'EIO' } },
      go,
      { command: 'answer', answer: { errno: 'EIO' } },
      { command: 'answer', answer: null },
      go,
    ]);
    expect(messages.at(-1)).to.include({ text: 'exited with 44' });
    const opened = [...readRecording(recording).calls()].filter(({ name }) => name === 'path_open');
    expect(opened.map(({ errno, injected }) => ({ errno, injected }))).to.deep.equal([
      { errno: 29, injected: true },
      { errno: 44, injected: false },
    ]);
  });

  it('uses the given clock', async () => {
    const { recording } = await play([{ command: 'clock', realtime: '5000000000' }, go]);
    const [read] = [...readRecording(recording).calls()].filter(({ name }) => name === 'clock_time_get');
    expect(Number(read?.toJSON().result?.time)).to.be.within(5_000_000_000, 6_000_000_000);
  });

  it('has a complete recording wherever it stops', async () => {
    const { messages } = await play([step, step, step, go]);
    let bytes = Buffer.alloc(0);
    for (const message of messages) {
      if (message.kind === 'recording') bytes = Buffer.concat([bytes, message.bytes]);
      if (message.kind !== 'stopped') continue;
      const { length } = [...readRecording(bytes, { partial: true }).calls()];
      expect(length).to.equal(message.stop.call.sequence);
    }
  });

  it('ends where it is stopped, without making the call that is next', async () => {
    const { messages, recording } = await play([breakAt('path_open'), go, 'stop']);
    expect(messages.at(-1)).to.include({ kind: 'ended', text: 'failed: GuestStopped' });
    const [stood, next] = [...readRecording(recording).calls()].slice(-2);
    expect(stood?.text()).to.match(/^path_open.* EINTR .*\(INJECTED\)$/);
    expect(next?.state).to.equal('left');
  });

  it('rejects an invalid command, and continues', async () => {
    const { messages } = await play([{ command: 'answer', answer: { value: 1 } }, go]);
    expect(messages.filter(({ kind }) => kind === 'problem')).to.deep.equal([
      { kind: 'problem', text: 'sched_yield returns no number; leave out the value' },
    ]);
  });
});
