import type { BreakpointText, LiveCommand, StepState } from '../../../application/supervision/index.js';
import { Watched } from '../watched.js';
import type { LiveConnection } from './connection.js';

/** Is given what a program writes to its terminal. */
export type TerminalOutput = (bytes: Uint8Array) => void;

/** A program that runs, as the page knows it. */
export class LiveModel {
  readonly connection: LiveConnection;
  /** What it does; undefined until that is known. */
  readonly state = new Watched<StepState | undefined>(undefined);
  readonly breakpoints = new Watched<readonly BreakpointText[]>([]);
  /** The answer for the call that it is stopped at. */
  readonly answer = new Watched<string | undefined>(undefined);
  /** Why the last command was not obeyed. */
  readonly problem = new Watched<string | undefined>(undefined);
  /** Counts the runs: another one has another recording. */
  readonly run = new Watched(0);
  readonly #written: Uint8Array[] = [];
  #output: TerminalOutput | undefined;
  readonly #end = new AbortController();

  constructor(connection: LiveConnection) {
    this.connection = connection;
  }

  /** Has what the program writes, and has written, given to a terminal. */
  writeTo(output: TerminalOutput): void {
    this.#output = output;
    for (const bytes of this.#written.splice(0)) output(bytes);
  }

  /** Follows the program, and every one that is run in its place, until `close`. */
  async follow(): Promise<void> {
    const { signal } = this.#end;
    try {
      while (await this.#followRun(signal)) this.run.value++;
    } catch (error) {
      if (!signal.aborted) this.problem.value = (error as Error).message;
    }
  }

  /** @returns whether another run follows */
  async #followRun(signal: AbortSignal): Promise<boolean> {
    for await (const event of this.connection.events(signal)) {
      switch (event.kind) {
        case 'output':
          this.#write(event.bytes);
          break;
        case 'breakpoints':
          this.breakpoints.value = event.breakpoints;
          break;
        case 'answer':
          this.answer.value = event.text;
          break;
        case 'problem':
          this.problem.value = event.text;
          break;
        case 'restarted':
          this.#write(new TextEncoder().encode('\x1bc'));
          return true;
        default:
          this.answer.value = undefined;
          this.state.value = event;
      }
    }
    const { value } = this.state;
    if (value?.kind !== 'ended' && !signal.aborted)
      this.problem.value = 'The server has ended the connection: see whether hostcall inspect still runs.';
    return false;
  }

  /** Sends a command. An error in it becomes the problem. */
  async send(command: LiveCommand): Promise<void> {
    this.problem.value = undefined;
    const problem = await this.connection.send(command);
    if (problem !== undefined) this.problem.value = problem;
  }

  /** Goes on from a stop, or stops it where it runs. */
  toggle(): void {
    void this.send({ command: this.state.value?.kind === 'stopped' ? 'continue' : 'pause' });
  }

  close(): void {
    this.#end.abort();
  }

  #write(bytes: Uint8Array): void {
    if (this.#output === undefined) this.#written.push(bytes);
    else this.#output(bytes);
  }
}
