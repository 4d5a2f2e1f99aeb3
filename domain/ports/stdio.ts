import type { Stream } from './file-and-stream.js';

/** Port: the three streams a program starts with. */
export interface Stdio {
  readonly stdin: Stream;
  readonly stdout: Stream;
  readonly stderr: Stream;
}
