/** A program did not do what its recording says. */
export class ReplayDivergence extends Error {
  override readonly name = 'ReplayDivergence';
  /** How many calls agreed: the number, from 0, of the first that does not. */
  readonly call: number;
  /** What the recording has there, as a line of a trace. */
  readonly recorded: string;
  /** What the program does in its place. */
  readonly actual: string;

  /** @param problem what does not agree, as a clause */
  constructor(problem: string, call: number, recorded: string, actual: string) {
    super(`the program and its recording part at call ${call}: ${problem}`);
    this.call = call;
    this.recorded = recorded;
    this.actual = actual;
  }
}
