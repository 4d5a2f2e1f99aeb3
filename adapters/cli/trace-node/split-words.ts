import { CommandLineError } from '../command-line-error.js';

/**
 * The words of a text as a shell splits them: at white space, but not within quotes or behind a backslash. Nothing is substituted.
 * @throws CommandLineError for a quote that is not closed
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i] as string;
    if (quote === "'" ? character !== quote : character === '\\') {
      word = (word ?? '') + (quote === "'" ? character : (text[++i] ?? ''));
    } else if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw new CommandLineError(`a quote is not closed: ${text}`, `add ${quote}`);
  return word === undefined ? words : [...words, word];
}
