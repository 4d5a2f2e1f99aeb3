import type { ChildProcess } from 'node:child_process';
import { complain } from '../terminal/report.js';

/** Another command, whose input the thread of a command writes piece by piece. */
export class PipedCommand {
  readonly #taken: Int32Array;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();

  /** @param taken shared with the thread: how many pieces the command has taken */
  constructor(taken: Int32Array) {
    this.#taken = taken;
  }

  /** @param command for the shell */
  start(command: string): void {
    // Loaded when it is needed, which is seldom.
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(command, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] });
    this.#child = child;
    this.#ended = new Promise(resolve => {
      child.once('close', () => resolve());
      child.once('error', error => {
        complain(`the command behind -o cannot be started: ${error.message}`);
        resolve();
      });
    });
    // A command that stops reading early is not an error.
    child.stdin?.on('error', () => {});
  }

  /** Hands it a piece. It counts as taken also where the command has ended. */
  write(piece: Uint8Array): void {
    this.#child?.stdin?.write(piece, () => {
      Atomics.add(this.#taken, 0, 1);
      Atomics.notify(this.#taken, 0);
    });
  }

  /** Ends its input, and waits for its end. */
  end(): Promise<void> {
    this.#child?.stdin?.end();
    return this.#ended;
  }
}
