/**
 * A text as it may be shown on a terminal: nothing in it moves a cursor, or looks like two lines. Guests choose names, and whoever has
 * made a file its contents.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, character => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
