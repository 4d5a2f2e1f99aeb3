/** A file is no recording, or not a whole one. The message says what is wrong with it and where. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  /** The byte of the file at which it is noticed. */
  readonly offset: number;

  /**
   * @param problem what is wrong, as the rest of a sentence whose subject is the file: `is cut off`
   * @param offset the byte at which it is noticed
   */
  constructor(problem: string, offset: number) {
    super(`the recording ${problem} (at byte ${offset})`);
    this.offset = offset;
  }
}
