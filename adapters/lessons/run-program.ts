import { findDenials } from '../../application/diagnosis/index.js';
import type { GuestTrap } from '../../application/errors.js';
import type { ExerciseRun, Lesson, ObservedCall, RunEnd } from '../../application/lessons/index.js';
import { type RecordedEnd, RecordingWriter } from '../../application/recording/index.js';
import { type Outcome, type ProgramOptions, Runtime } from '../../application/runtime/index.js';
import { callSentence } from '../../application/sentences/index.js';
import type { HostcallEvent } from '../../application/tracing/index.js';
import { bytesOfBase64 } from './base64.js';
import { CallLimit } from './call-limit.js';
import type { ExerciseHost } from './exercise-host.js';
import { ExerciseProblem, type Exported } from './learner-module.js';
import { lessonWorld, type MadeWorld, START } from './lesson-world.js';

/** A program that makes more calls than this asks for something again and again. */
const CALLS = 2000;

/**
 * Runs the learner's program, and records it.
 * @param wasm the program
 */
export async function runProgram(lesson: Lesson, wasm: Uint8Array, host: ExerciseHost): Promise<ExerciseRun> {
  const world = lessonWorld(lesson.exercise.world);
  const pieces: Uint8Array[] = [];
  const header = {
    recorder: 'hostcall lessons',
    program: 'exercise.wasm',
    sha256: await host.digest(wasm),
    started: START,
  };
  const recording = new RecordingWriter(header, bytes => pieces.push(bytes.slice()), world.ports.engine);
  const runtime = new Runtime(world.ports, { whole: true, denials: findDenials });
  runtime.hostcalls$.subscribe(event => recording.add(event));
  const run = await runIn(runtime, world, wasm, { host, sentence: callSentence }, recording.outputs(world.ports.stdio));
  recording.end(recordedEnd(run.end));
  return { ...run, recording: joined(pieces) };
}

/** Runs the given program in the runtime that the learner makes. */
export async function runGiven(lesson: Lesson, make: Exported, host: ExerciseHost): Promise<ExerciseRun> {
  const world = lessonWorld(lesson.exercise.world);
  const runtime = (await make(world.ports)) as Partial<Runtime> | undefined;
  if (typeof runtime?.run !== 'function' || runtime.hostcalls$ === undefined)
    throw new ExerciseProblem(
      'the function does not return a runtime',
      'return what createRuntime() or assemble() gives',
    );
  return runIn(runtime as Runtime, world, await givenProgram(lesson, host), { host });
}

/** What watches a run. */
interface Watching {
  readonly host: ExerciseHost;
  /** Only events of our own copy of hostcall can be told in sentences. */
  readonly sentence?: (event: HostcallEvent) => string;
}

async function runIn(
  runtime: Pick<Runtime, 'run' | 'hostcalls$'>,
  world: MadeWorld,
  wasm: Uint8Array,
  { host, sentence }: Watching,
  streams: Pick<ProgramOptions, 'stdout' | 'stderr'> = {},
): Promise<ExerciseRun> {
  const calls: ObservedCall[] = [];
  const limit = new CallLimit();
  const subscription = runtime.hostcalls$.subscribe(event => {
    const call = { ...event.toJSON(), text: event.text(), ...(sentence && { sentence: sentence(event) }) };
    calls.push(call);
    host.called?.(call);
    if (calls.length >= CALLS) limit.abort();
  });
  const end = await ending(() => runtime.run(wasm, { ...world.options, ...streams, signal: limit }));
  subscription.unsubscribe();
  const { stdout, stderr } = world.ports.stdio;
  return { end, calls, stdout: stdout.text, stderr: stderr.text, files: world.files(), received: world.received() };
}

/** How a program ends. Errors are told by their names: those of a learner's runtime may be of another copy of hostcall. */
async function ending(run: () => Promise<Outcome>): Promise<RunEnd> {
  try {
    return { kind: 'exit', code: (await run()).exitCode };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'GuestTrap') return { kind: 'trap', text: (error as GuestTrap).text };
    if (error.name === 'GuestStopped')
      return { kind: 'stopped', why: `it made more than ${CALLS} calls, and was stopped` };
    throw error;
  }
}

function recordedEnd(end: RunEnd): RecordedEnd {
  if (end.kind === 'exit') return { exitCode: end.code };
  if (end.kind === 'trap') return { trap: end.text };
  return { error: end.kind === 'stopped' ? end.why : end.problem };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** The program that is given with the lesson. */
async function givenProgram({ given }: Lesson, host: ExerciseHost): Promise<Uint8Array> {
  const wasm = given.find(({ name }) => name === 'program.wasm');
  if (wasm !== undefined) return bytesOfBase64(wasm.text);
  const wat = given.find(({ name }) => name === 'program.wat');
  return host.assemble(wat?.text ?? '', 'program.wat');
}
