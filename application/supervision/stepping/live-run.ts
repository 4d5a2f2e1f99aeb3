import type { OutputName } from '../run-memory.js';
import { RunMemory } from '../run-memory.js';
import type { BreakpointText } from './breakpoints.js';
import { CommandMemory } from './command-memory.js';
import { Growing } from './growing.js';
import type { LiveEvent } from './live.js';
import type { SteppedJob } from './serve-stepped-run.js';
import type { StepCommand } from './step-command.js';
import type { StepMessage, StepState } from './step-messages.js';

/** Milliseconds that a program which is to end has to come to its next call. */
const GRACE_MS = 100;
/** Bytes of a recording that are kept in memory. */
const MOST_RECORDED = 2 ** 30;
/** Bytes of output that are kept for later listeners. */
const MOST_OUTPUT = 2 ** 20;

/** The thread of a program, as the thread that drives the program needs it. */
export interface LivePlatform {
  /** Ends the thread, whatever it does. */
  terminate(): void;
  /** @returns what calls it off */
  later(milliseconds: number, work: () => void): () => void;
}

/** Is told what happens. */
export type LiveListener = (event: LiveEvent) => void;

/** One run of a program that is stepped through in another thread, as the one sees it that drives it, and all that is known of it. */
export class LiveRun {
  /** The recording so far. */
  readonly recording: Growing<Uint8Array> = new Growing();
  /** Resolved when it has ended. */
  readonly ended: Promise<void>;
  readonly #memory = new RunMemory();
  readonly #commands = new CommandMemory();
  readonly #platform: LivePlatform;
  readonly #listeners = new Set<LiveListener>();
  #state: StepState = { kind: 'running' };
  #breakpoints: readonly BreakpointText[];
  #answer: string | undefined;
  #recorded = 0;
  readonly #output: (LiveEvent & { readonly kind: 'output' })[] = [];
  #outputSize = 0;
  /** Input that does not fit yet. */
  #input: Uint8Array[] = [];
  #inputEnds = false;
  /** Why it is ended, if it is. */
  #killed: string | undefined;
  #callOff: (() => void) | undefined;
  #settle!: () => void;

  /** @param breakpoints where it stops */
  constructor(platform: LivePlatform, breakpoints: readonly BreakpointText[]) {
    this.#platform = platform;
    this.#breakpoints = breakpoints;
    if (breakpoints.length > 0) this.#commands.give({ command: 'breakpoints', breakpoints });
    this.ended = new Promise(resolve => {
      this.#settle = resolve;
    });
  }

  /** The data of its thread. @param paused whether it stops before its first call */
  job(paused: boolean): SteppedJob {
    return { memory: this.#memory.buffer, commands: this.#commands.buffer, paused };
  }

  /** Where it stops. */
  get breakpoints(): readonly BreakpointText[] {
    return this.#breakpoints;
  }

  /** Has a function told what happens, and first what it needs to know of what has. @returns what ends that */
  listen(listener: LiveListener): () => void {
    for (const event of this.#output) listener(event);
    listener({ kind: 'breakpoints', breakpoints: this.#breakpoints });
    listener(this.#state);
    if (this.#answer !== undefined) listener({ kind: 'answer', text: this.#answer });
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Gives the program's thread a command.
   * @returns whether it has room for it; not if it has made no call for a long time, and many commands wait
   */
  command(command: StepCommand): boolean {
    if (!this.#commands.give(command)) return false;
    this.#memory.wake();
    if (command.command === 'breakpoints') {
      this.#breakpoints = command.breakpoints;
      this.#tell({ kind: 'breakpoints', breakpoints: command.breakpoints });
    }
    return true;
  }

  /** Gives the program input, as soon as there is room for it. */
  input(bytes: Uint8Array): void {
    if (this.#inputEnds) return;
    this.#input.push(bytes);
    this.#give();
  }

  /** No more input comes than what has been given. */
  endInput(): void {
    this.#inputEnds = true;
    this.#give();
  }

  /** Ends the program: where it is stopped or waits, at its next call, or together with its thread if it comes to none in time. */
  async kill(why = 'it was ended by hand'): Promise<void> {
    if (this.#state.kind === 'ended') return;
    this.#killed ??= why;
    this.#memory.stop();
    this.#callOff ??= this.#platform.later(GRACE_MS, () => {
      this.#platform.terminate();
      this.crash(why);
    });
    await this.ended;
  }

  /** Takes what the thread tells. */
  message(message: StepMessage): void {
    switch (message.kind) {
      case 'recording':
        this.#record(message.bytes);
        break;
      case 'output':
        this.#write(message.output, message.bytes);
        break;
      case 'room':
        this.#give();
        break;
      case 'problem':
        this.#tell(message);
        break;
      case 'answer':
        this.#answer = message.text;
        this.#tell(message);
        break;
      default:
        this.#become(message);
    }
  }

  /** The thread has ended: it tells nothing more. @param why for people, if the program has not told how it ended */
  crash(why: string): void {
    const text = this.#killed ?? `failed: ${why}`;
    this.#become({ kind: 'ended', end: { error: this.#killed ?? why }, text });
  }

  #become(state: StepState): void {
    if (this.#state.kind === 'ended') return;
    this.#state = state;
    this.#answer = undefined;
    this.#tell(state);
    if (state.kind !== 'ended') return;
    this.#callOff?.();
    this.recording.end();
    this.#settle();
  }

  #record(bytes: Uint8Array): void {
    this.recording.add(bytes);
    this.#memory.takenCall();
    this.#recorded += bytes.length;
    if (this.#recorded > MOST_RECORDED) void this.kill(`its recording had reached ${MOST_RECORDED / 2 ** 30} GiB`);
  }

  #write(output: OutputName, bytes: Uint8Array): void {
    const event = { kind: 'output', output, bytes } as const;
    this.#output.push(event);
    this.#outputSize += bytes.length;
    while (this.#outputSize > MOST_OUTPUT) this.#outputSize -= this.#output.shift()?.bytes.length ?? 0;
    this.#memory.taken(output, bytes.length);
    this.#tell(event);
  }

  #give(): void {
    for (let first = this.#input[0]; first !== undefined; first = this.#input[0]) {
      const given = this.#memory.give(first);
      if (given === first.length) {
        this.#input.shift();
        continue;
      }
      this.#input[0] = first.subarray(given);
      this.#memory.wantRoom(true);
      // It may have read everything just before it could know.
      if (this.#memory.available > 0) return;
      this.#memory.wantRoom(false);
    }
    if (this.#inputEnds) this.#memory.endInput();
  }

  #tell(event: LiveEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}
