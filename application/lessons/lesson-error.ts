/** A file of a lesson is not as lessons are. */
export class LessonError extends Error {
  override readonly name = 'LessonError';

  /**
   * @param file the file, for people
   * @param problem what is wrong with it
   * @param remedy what to do about it
   */
  constructor(file: string, problem: string, remedy: string) {
    super(`${file}: ${problem}; ${remedy}`);
  }
}
