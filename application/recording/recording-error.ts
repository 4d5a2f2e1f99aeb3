/** A file is not a recording, or not a complete one. The message says what is wrong with it and where. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  /** The offset in the file at which the problem was detected. */
  readonly offset: number;

  /**
   * @param problem what is wrong, as the rest of a sentence whose subject is the file: `is cut off`
   * @param offset the byte at which it is detected
   */
  constructor(problem: string, offset: number) {
    super(`the recording ${problem} (at byte ${offset})`);
    this.offset = offset;
  }
}
