import { Errno, errnoName, everyHostcall, type HostcallName, type Ports, type Waiting } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { outcomeText } from '../../formats/index.js';
import {
  type Answer,
  answerCall,
  type CheckedAnswer,
  checkAnswer,
  type InterceptedCall,
  type Interceptor,
  type Interceptors,
  numbersIn,
  type Proceed,
  type RejectedCall,
  readsBytes,
  returnsNumber,
} from '../../interception/index.js';
import { type RecordedEnd, type RecordingHeader, RecordingWriter } from '../../recording/index.js';
import { type ProgramOptions, Runtime } from '../../runtime/index.js';
import type { HostcallEvent } from '../../tracing/index.js';
import { recordOf } from '../../tracing/index.js';
import { RunMemory } from '../run-memory.js';
import { ThreadInput, ThreadOutput } from '../thread-streams.js';
import { CommandMemory } from './command-memory.js';
import { bytesOfHex } from './hexadecimal.js';
import { SetClocks, SetRandom } from './set-by-hand.js';
import { type AnswerText, nanosecondsOf, type StepCommand } from './step-command.js';
import type { BegunCall, CallResult, StepMessage, Stop } from './step-messages.js';
import { type Halt, type Move, Stepper } from './stepper.js';

/** The data of the thread that runs the program. */
export interface SteppedJob {
  /** Of a {@link RunMemory}. */
  readonly memory: SharedArrayBuffer;
  /** Of a {@link CommandMemory}. */
  readonly commands: SharedArrayBuffer;
  /** Whether the program stops before its first call. */
  readonly paused: boolean;
}

/** The services of the thread. */
export interface SteppedSide {
  post(message: StepMessage): void;
  /** Blocks the thread until the first of the words changes; from now on, every wait of the thread ends then. */
  waitOn(words: Int32Array): () => void;
  /** Milliseconds. Not of the ports: their clock may stand still. */
  now(): number;
  /** Stops in the debugger of the developer tools, if they are open. */
  debug(): void;
}

/** A program, ready to run. */
export interface SteppedProgram {
  readonly ports: Ports;
  readonly header: RecordingHeader;
  /**
   * Runs it to its end.
   * @param streams its standard streams, and the signal that stops it
   */
  run(runtime: Runtime, streams: ProgramOptions): Promise<RecordedEnd>;
}

/** The result of the call that the program is stopped at when it is ended: the call must have no effect, and the program ends with the next one. */
const INTERRUPTED: CheckedAnswer = { returned: -Errno.EINTR, results: [], data: undefined };

/** Milliseconds after which a part of the recording is told of while the program runs. */
const LATEST_MS = 50;

/** Runs a program in this thread, call by call as another thread asks for it, and records it. */
export async function serveSteppedRun(job: SteppedJob, side: SteppedSide, program: SteppedProgram): Promise<void> {
  const run = new SteppedRun(job, side, program);
  await run.run();
}

class SteppedRun {
  readonly #memory: RunMemory;
  readonly #commands: CommandMemory;
  readonly #side: SteppedSide;
  readonly #wait: () => void;
  readonly #program: SteppedProgram;
  readonly #stepper: Stepper;
  readonly #clocks: SetClocks;
  readonly #random: SetRandom;
  readonly #recording: RecordingWriter;
  readonly #runtime: Runtime;
  readonly #ports: Ports;
  /** The call that has begun last. */
  #begun: HostcallEvent | undefined;
  /** The call that it is stopped at: what is to be answered, and with what. */
  #stoppedCall: StoppedCall | undefined;
  /** Whether it has been told that it waits. */
  #waits = false;
  #due = 0;
  /** Pieces of a part of the recording. */
  #pieces: Uint8Array[] = [];

  constructor(job: SteppedJob, side: SteppedSide, program: SteppedProgram) {
    this.#memory = new RunMemory(job.memory);
    this.#commands = new CommandMemory(job.commands);
    this.#side = side;
    this.#wait = side.waitOn(this.#memory.words);
    this.#program = program;
    this.#stepper = new Stepper(job.paused);
    const { ports, header } = program;
    this.#clocks = new SetClocks(ports.clocks);
    this.#random = new SetRandom(ports.random);
    this.#ports = { ...ports, clocks: this.#clocks, random: this.#random, waiting: this.#toldOf(ports.waiting) };
    this.#recording = new RecordingWriter(header, bytes => this.#pieces.push(bytes.slice()), ports.engine);
    this.#runtime = new Runtime(this.#ports, { whole: true, interceptors: [this.#interceptors()] });
    this.#runtime.entered$.subscribe(call => {
      this.#begun = call;
    });
    this.#runtime.hostcalls$.subscribe(call => this.#recorded(call));
  }

  async run(): Promise<void> {
    const post = (message: StepMessage) => this.#side.post(message);
    const output = (name: 'stdout' | 'stderr') => new ThreadOutput(name, this.#memory, post, true);
    const memory = this.#memory;
    // Breakpoints that were set before it runs.
    this.#obey();
    this.#flush();
    const end = await this.#program.run(this.#runtime, {
      stdin: new ThreadInput(memory, post, true),
      ...this.#recording.outputs({ stdout: output('stdout'), stderr: output('stderr') }),
      signal: {
        get aborted() {
          return memory.stopped;
        },
        addEventListener() {},
        removeEventListener() {},
      },
    });
    this.#recording.end(end);
    this.#flush();
    this.#side.post({ kind: 'ended', end, text: outcomeText(end) });
  }

  #interceptors(): Interceptors {
    const interceptors: Partial<Record<HostcallName, Interceptor>> = {};
    for (const name of everyHostcall)
      interceptors[name] = Object.assign((call: InterceptedCall, proceed: Proceed) => this.#intercept(call, proceed), {
        rejected: (call: RejectedCall) => this.#intercept(call, () => call.errno),
      });
    return interceptors as Interceptors;
  }

  #intercept(call: InterceptedCall | RejectedCall, proceed: Proceed): number {
    if (this.#commands.waiting) this.#obey();
    const begun = this.#begun;
    if (begun === undefined) return proceed();
    const record = recordOf(begun);
    const halt = this.#stepper.before(record);
    const answer = halt && this.#stopAt(halt, begun, call, undefined);
    if (answer !== undefined) return answered(call, proceed, answer);
    const result = proceed();
    if (this.#waits) this.#goOn();
    // Commands that arrived meanwhile.
    if (this.#commands.waiting) this.#obey();
    const after = this.#stepper.after(record, result);
    const other = after && this.#stopAt(after, begun, call, result);
    return other === undefined ? result : answered(call, () => result, other, result);
  }

  /**
   * Stands still until it is told how to go on.
   * @param result what the call has returned; undefined if it has not been made
   * @returns what it is to return in place of that
   */
  #stopAt(
    { cause, breakpoint }: Halt,
    begun: HostcallEvent,
    call: InterceptedCall | RejectedCall,
    result: number | undefined,
  ): CheckedAnswer | undefined {
    const numbers = 'results' in call ? numbersIn(call) : {};
    const stop: Stop = {
      ...described(begun),
      cause,
      breakpoint: breakpoint?.text,
      result: result === undefined ? undefined : resultOf(result, numbers),
      numbered: returnsNumber(call.name),
      names: Object.keys(numbers),
      reads: 'results' in call && readsBytes(call.name),
    };
    const stopped: StoppedCall = { call, result, answer: undefined, move: undefined };
    this.#stoppedCall = stopped;
    this.#flush();
    this.#side.post({ kind: 'stopped', stop });
    if (breakpoint?.debugger === true) this.#side.debug();
    while (stopped.move === undefined && !this.#memory.stopped) {
      if (this.#commands.waiting) this.#obey();
      else this.#wait();
    }
    this.#stoppedCall = undefined;
    if (this.#memory.stopped) return INTERRUPTED;
    if (stopped.move !== undefined) this.#stepper.move(stopped.move);
    this.#goOn();
    return stopped.answer;
  }

  #goOn(): void {
    this.#waits = false;
    this.#side.post({ kind: 'running' });
  }

  #obey(): void {
    for (const command of this.#commands.take()) {
      try {
        this.#do(command);
      } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        this.#side.post({ kind: 'problem', text: error.message });
      }
    }
  }

  #do(command: StepCommand): void {
    switch (command.command) {
      case 'continue':
      case 'step':
      case 'result':
        // It may have gone on already, by a command of another page.
        if (this.#stoppedCall !== undefined) this.#stoppedCall.move = command;
        return;
      case 'pause':
        if (this.#stoppedCall === undefined) this.#stepper.pause();
        return;
      case 'breakpoints':
        this.#stepper.setBreakpoints(command.breakpoints);
        return;
      case 'answer':
        this.#setAnswer(command.answer);
        return;
      case 'clock':
        if (command.realtime !== undefined) this.#clocks.setWall(nanosecondsOf(command.realtime));
        if (command.advance !== undefined) this.#clocks.advance(nanosecondsOf(command.advance));
        return;
      case 'random':
        this.#random.set(bytesOfHex(command.bytes));
    }
  }

  #setAnswer(answer: AnswerText | null): void {
    const stopped = this.#stoppedCall;
    if (stopped === undefined)
      throw new ConfigurationError('the program runs, and is stopped at no call', 'pause it, or set a breakpoint');
    const { call, result } = stopped;
    if (answer === null) {
      stopped.answer = undefined;
    } else {
      const { data, ...rest } = answer;
      const given: Answer = data === undefined ? rest : { ...rest, data: bytesOfHex(data) };
      stopped.answer = checkAnswer(call, given, result);
    }
    this.#side.post({ kind: 'answer', text: stopped.answer && answerText(stopped.answer, result) });
  }

  #recorded(call: HostcallEvent): void {
    this.#recording.add(call);
    const now = this.#side.now();
    if (this.#pieces.length === 0 && now < this.#due) return;
    this.#flush();
  }

  /** Tells of what has been recorded. While the asking thread takes nothing, it waits. */
  #flush(): void {
    this.#due = this.#side.now() + LATEST_MS;
    this.#recording.flush();
    if (this.#pieces.length === 0) return;
    while (!this.#memory.takesCalls && !this.#memory.stopped) this.#wait();
    this.#memory.sentCall();
    this.#side.post({ kind: 'recording', bytes: joined(this.#pieces) });
    this.#pieces = [];
  }

  /** The same port; it is told when the program waits. */
  #toldOf(waiting: Waiting): Waiting {
    const waitAsync = waiting.waitAsync?.bind(waiting);
    return {
      wait: (nanoseconds, interests) => {
        this.#tellOfWait();
        return waiting.wait(nanoseconds, interests);
      },
      ...(waitAsync && {
        waitAsync: (nanoseconds, interests) => {
          this.#tellOfWait();
          return waitAsync(nanoseconds, interests);
        },
      }),
    };
  }

  #tellOfWait(): void {
    if (this.#waits || this.#begun === undefined) return;
    this.#waits = true;
    this.#flush();
    this.#side.post({ kind: 'waiting', waiting: described(this.#begun) });
  }
}

/** The call that a program is stopped at. */
interface StoppedCall {
  readonly call: InterceptedCall | RejectedCall;
  readonly result: number | undefined;
  answer: CheckedAnswer | undefined;
  move: Move | undefined;
}

function described(begun: HostcallEvent): BegunCall {
  return { call: begun.toJSON(), line: begun.text() };
}

function resultOf(result: number, numbers: Readonly<Record<string, string>>): CallResult {
  if (result >= 0) return { errno: 0, value: result, results: numbers };
  return { errno: -result, error: errnoName(-result), value: 0, results: {} };
}

function answered(
  call: InterceptedCall | RejectedCall,
  proceed: Proceed,
  answer: CheckedAnswer,
  result?: number,
): number {
  if ('args' in call) return answerCall(call, proceed, answer, result);
  call.markInjected();
  return answer.returned ?? call.errno;
}

function answerText({ returned, results, data }: CheckedAnswer, made: number | undefined): string {
  const number = returned ?? made ?? Errno.ESUCCESS;
  const parts = [
    number < 0 ? errnoName(-number) : String(number),
    ...results.map(([name, value]) => `${name}=${value}`),
    ...(data === undefined ? [] : [`${data.length} bytes`]),
  ];
  return parts.join(', ');
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
