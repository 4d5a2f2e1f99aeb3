import type { RecordedEnd } from '../../../application/recording/index.js';
import { siteFile } from '../manifest-source.js';
import type { RunMessage } from './run-messages.js';
import type { RunRequest } from './run-world.js';

/** How a run in the page has ended. */
export type RunOutcome =
  | { readonly kind: 'ended'; readonly end: RecordedEnd }
  /** A person has ended it. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'refused'; readonly problem: string; readonly remedy: string };

/** A program that runs in a worker and is recorded. */
export class ProgramRun {
  /** What it has written so far, stdout and stderr in the order in which they came. */
  output = '';
  /** How many bytes of the recording there are. */
  size = 0;
  readonly outcome: Promise<RunOutcome>;
  readonly #worker = new Worker(siteFile('run-worker.js'), { type: 'module' });
  readonly #pieces: Uint8Array[] = [];
  readonly #decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  #settle!: (outcome: RunOutcome) => void;

  /** @param changed called when there is more of it */
  constructor(request: RunRequest, recorder: string, changed: () => void) {
    this.outcome = new Promise(resolve => {
      this.#settle = resolve;
    });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<RunMessage>) => {
      this.#take(data);
      changed();
    });
    this.#worker.addEventListener('error', ({ message }) =>
      this.#end({
        kind: 'refused',
        problem: message ?? 'run-worker.js cannot be loaded',
        remedy: 'reload the page',
      }),
    );
    this.#worker.postMessage({ request, recorder });
  }

  /** Ends it. What it has recorded until then can be looked at. */
  stop(): void {
    this.#end({ kind: 'stopped' });
  }

  /** The recording so far. */
  get recording(): Uint8Array {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const piece of this.#pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  #take(message: RunMessage): void {
    switch (message.kind) {
      case 'recorded':
        this.#pieces.push(message.bytes);
        this.size += message.bytes.length;
        break;
      case 'written':
        this.output += this.#decoders[message.stream].decode(message.bytes, { stream: true });
        break;
      default:
        this.#end(message);
    }
  }

  #end(outcome: RunOutcome): void {
    this.#worker.terminate();
    this.#settle(outcome);
  }
}
