import { ExitStatus } from './exit-status.js';

/** An error that the person at the command line can put right. Its message is the whole line but for `hostcall: `. */
export class CommandLineError extends Error {
  override readonly name = 'CommandLineError';
  readonly problem: string;
  readonly remedy: string;
  readonly status: number;
  /** Lines to tell below it. */
  below: readonly string[] = [];

  /**
   * @param problem what was wrong
   * @param remedy what to do about it, without a full stop
   * @param status the exit status
   */
  constructor(problem: string, remedy: string, status: number = ExitStatus.usage, options?: ErrorOptions) {
    super(`${problem}; ${remedy}`, options);
    this.problem = problem;
    this.remedy = remedy;
    this.status = status;
  }
}
