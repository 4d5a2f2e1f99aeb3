/**
 * Where a regular expression between slashes ends that begins at `at`: behind the slash that closes it.
 * @returns -1 if none begins there, or none closes it
 */
export function expressionEnd(text: string, at: number): number {
  if (text[at] !== '/') return -1;
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '/') return i + 1;
  }
  return -1;
}
