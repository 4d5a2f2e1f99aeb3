import type { CommandInput } from '../signals/supervisor.js';
import { PiecewiseTrace } from './piecewise-trace.js';

/** A trace that another command reads. */
export class PipeTrace extends PiecewiseTrace {
  /** The pipe is none of this process's own descriptors. */
  readonly fd = -1;
  readonly #input: CommandInput;

  /**
   * @param command for messages
   * @param now tells the time, in nanoseconds, where the clock of the calls may stand still
   */
  constructor(command: string, input: CommandInput, now?: () => number) {
    super(command, now);
    this.#input = input;
  }

  protected write(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#input.write(bytes);
  }
}
