/**
 * The command that a command line names.
 * @param words of the command line
 * @returns undefined if it names none
 */
export function commandName(words: readonly string[]): string | undefined {
  return words.find(word => !word.startsWith('-'));
}
