/** The inputs of a program, as typed text. */

/** Arguments as a shell takes them: words with spaces between them, quotes around words that have spaces. */
export function wordsOf(text: string): string[] {
  const words: string[] = [];
  for (const match of text.matchAll(/(?:[^\s"']+|"[^"]*"?|'[^']*'?)+/g))
    words.push(match[0].replace(/"([^"]*)"?|'([^']*)'?/g, (_, double, single) => double ?? single));
  return words;
}

/** The same, backwards. */
export function textOfWords(words: readonly string[]): string {
  return words.map(word => (/^[^\s"']+$/.test(word) ? word : word.includes('"') ? `'${word}'` : `"${word}"`)).join(' ');
}

/**
 * Environment variables, one in a line as `NAME=value`.
 * @returns or the line that is none
 */
export function variablesOf(text: string): Record<string, string> | string {
  const variables: Record<string, string> = {};
  for (const line of text.split('\n').filter(line => line.trim() !== '')) {
    const at = line.indexOf('=');
    if (at <= 0) return line;
    variables[line.slice(0, at)] = line.slice(at + 1);
  }
  return variables;
}

/** The same, backwards. */
export function textOfVariables(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}
