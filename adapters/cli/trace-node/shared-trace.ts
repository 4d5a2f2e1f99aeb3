import { openSync, writeSync } from 'node:fs';
import { isStackOverflow } from '../../web/index.js';
import { standardStream } from '../trace/file-trace.js';
import type { TraceOutput } from '../trace/trace-output.js';

/**
 * A trace in a file that other threads and processes write to as well. Each piece of text is one write that appends: pieces are in the order of the calls, none
 * is torn, and none is missing if the thread is ended from outside.
 */
export class SharedTrace implements TraceOutput {
  readonly fd: number;
  #failure: Error | undefined;

  /** @param path of a file that is there; throws what the host says if it can't be opened */
  constructor(path: string) {
    this.fd = standardStream(path) ?? openSync(path, 'a');
  }

  line(text: string): void {
    this.text(`${text}\n`);
  }

  text(text: string): void {
    if (this.#failure !== undefined) return;
    try {
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done);
    } catch (error) {
      if (isStackOverflow(error)) throw error;
      this.#failure = error as Error;
    }
  }

  /** Nothing that others have written behind it can be replaced. */
  waiting(): void {}

  showsTyping(): boolean {
    return false;
  }

  passed(): void {}

  catchUp(): void {}

  flush(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
