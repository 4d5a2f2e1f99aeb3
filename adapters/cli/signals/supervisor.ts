import type { Runtime } from '../../../application/runtime/index.js';
import type { Ports } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/** Does what is left to do for a command that a signal ends. */
export type Close = (signal: NodeJS.Signals) => void;

/** The settings for the runtime of a guest. */
export type RunningRuntime = Pick<Runtime, 'beforeNextCall'>;

/** The input of another command. */
export interface CommandInput {
  /** Writes bytes, and waits until the command has taken those before. Where it has ended, they are lost. */
  write(bytes: Uint8Array): void;
}

/** What runs a command: it can end it by a signal, and does for it what its own thread cannot while a guest runs there. */
export interface Supervisor {
  /**
   * Does a piece of work. If a signal ends the command during it, `close` is called in place of whatever comes after the work. Of several pieces, the one
   * begun last is closed first.
   */
  during<Result>(close: Close, work: () => Promise<Result>): Promise<Result>;
  /** The same ports; a program that waits at them can be interrupted. */
  watched(ports: Ports): Ports;
  /**
   * Runs a guest. While it computes it can be interrupted.
   * @param runtime that runs it
   */
  running<Result>(runtime: RunningRuntime, work: () => Promise<Result>): Promise<Result>;
  /** Ends the command here if it is to be ended: nothing is half done. */
  checkpoint(): void;
  /**
   * Runs the command line of this process in a thread with a stack of so many bytes.
   * @returns the exit status; undefined in that thread itself
   * @throws CommandLineError if the system does not give it so much
   */
  withStack(bytes: number): Promise<number> | undefined;
  /**
   * Starts another command, with what is written as its input. This process waits for its end.
   * @param command for the shell
   * @throws CommandLineError if it cannot be started
   */
  pipeTo(command: string): CommandInput;
  /**
   * Ends the command when so much time has passed, or it has computed for so long, as the signal for that would, but with an exit status of its own.
   * @returns whether that can be done here
   */
  endAt(reason: 'timeout' | 'cpu', milliseconds: number): boolean;
}

/** A command in the main thread: signals do to the process what they do to any. */
export const unsupervised: Supervisor = {
  during: (_, work) => work(),
  watched: ports => ports,
  running: (_, work) => work(),
  checkpoint() {},
  async withStack(bytes) {
    const { runInThread } = await import('./command-thread.js');
    return runInThread(process.argv.slice(2), bytes);
  },
  endAt: () => false,
  pipeTo() {
    throw new CommandLineError('a pipe needs a second thread, and threads are forbidden here', 'name a file with -o');
  },
};
