import type { LiveCommand, LiveEvent } from '../../../application/supervision/index.js';

/** The way to a program that runs elsewhere: on the server, or in a worker of this page. */
export interface LiveConnection {
  /** The name of the program. */
  readonly name: string;
  /** What happens, and first what needs to be known of what has. It ends with the run. */
  events(signal: AbortSignal): AsyncIterable<LiveEvent>;
  /** The bytes of the recording, from the first on, as they come. */
  recording(signal: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Gives a command.
   * @returns why it is not taken, for people; undefined if it is
   */
  send(command: LiveCommand): Promise<string | undefined>;
}
