import {
  checkStepCommand,
  Growing,
  type LiveCommand,
  type LiveEvent,
  LiveRun,
  type StepMessage,
  type SteppedJob,
} from '../../../application/supervision/index.js';
import type { LiveConnection } from './connection.js';

/** The messages of a worker that runs a program. */
export type LiveWorkerMessage =
  | StepMessage
  /** The program cannot be run. */
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };

/** Begins a run in a worker of its own. @param job what the worker is to be posted, with what else it needs */
export type StartWorker = (job: SteppedJob) => Worker;

/** A program that a worker of this page runs. */
export class WorkerConnection implements LiveConnection {
  readonly name: string;
  readonly #start: StartWorker;
  #run: LiveRun;
  #events: Growing<LiveEvent>;
  #worker: Worker | undefined;

  constructor(name: string, start: StartWorker) {
    this.name = name;
    this.#start = start;
    [this.#run, this.#events] = this.#begin([]);
  }

  events(): AsyncIterable<LiveEvent> {
    return this.#events.read();
  }

  recording(): AsyncIterable<Uint8Array> {
    return this.#run.recording.read();
  }

  async send(command: LiveCommand): Promise<string | undefined> {
    switch (command.command) {
      case 'input':
        this.#run.input(new TextEncoder().encode(command.text));
        return undefined;
      case 'end-input':
        this.#run.endInput();
        return undefined;
      case 'kill':
        await this.#run.kill();
        return undefined;
      case 'restart':
        await this.#restart();
        return undefined;
      default:
        try {
          return this.#run.command(checkStepCommand(command))
            ? undefined
            : 'The program makes no calls, and takes no more commands until it does.';
        } catch (error) {
          return (error as Error).message;
        }
    }
  }

  /** Ends the program. */
  close(): void {
    this.#worker?.terminate();
    this.#run.crash('the page has been left');
  }

  async #restart(): Promise<void> {
    const events = this.#events;
    await this.#run.kill('it was begun again');
    [this.#run, this.#events] = this.#begin(this.#run.breakpoints);
    events.add({ kind: 'restarted' });
    events.end();
  }

  #begin(breakpoints: LiveRun['breakpoints']): [LiveRun, Growing<LiveEvent>] {
    const run = new LiveRun(
      {
        terminate: () => worker.terminate(),
        later(milliseconds, work) {
          const timer = setTimeout(work, milliseconds);
          return () => clearTimeout(timer);
        },
      },
      breakpoints,
    );
    const worker = this.#start(run.job(true));
    this.#worker = worker;
    worker.addEventListener('message', ({ data }: MessageEvent<LiveWorkerMessage>) => {
      if (data.kind === 'refused') run.crash(`${data.problem}; ${data.remedy}`);
      else run.message(data);
      if (data.kind === 'refused' || data.kind === 'ended') worker.terminate();
    });
    worker.addEventListener('error', ({ message }) => run.crash(message ?? 'its worker cannot be loaded'));
    const events = new Growing<LiveEvent>();
    run.listen(event => events.add(event));
    return [run, events];
  }
}
