import { write } from '../terminal/report.js';
import { PiecewiseTrace } from '../trace/piecewise-trace.js';

/** A trace on stdout, which nothing else uses. */
export class StdoutTrace extends PiecewiseTrace {
  readonly fd = 1;

  constructor() {
    super('stdout');
  }

  protected write(bytes: Uint8Array): void {
    write(this.fd, bytes);
  }
}
