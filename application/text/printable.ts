/**
 * Guests choose names, and the authors of files their contents. Text of that origin passes through here, or through `quote`, before it is shown, so
 * that nothing in it moves the cursor, changes the direction of writing, is hidden, or looks like two lines.
 */

/**
 * Controls (C0, DEL, C1), formats (bidirectional controls, zero-width characters, the byte order mark, tags), separators of lines and paragraphs, halves
 * of surrogate pairs, and letters without a form. Made when it is needed: most texts are plain, and its classes take long to read.
 */
const unprintable = () =>
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u17b4\u17b5\u3164\uffa0\u{e0000}-\u{e0fff}]|\u034f/gu;
/** Most texts have nothing but these. */
const PLAIN = /^[ -~]*$/;

const numbered = (character: string) => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** A text as it may be shown in a line. Characters that a terminal would interpret or hide are shown by their number: `\u{1b}`. */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(unprintable(), numbered);
}

/** The same of a text of several lines, whose line breaks are ours. */
export function printableLines(text: string): string {
  return text.replace(unprintable(), character => (character === '\n' ? character : numbered(character)));
}

/** JSON, or a piece of it, with the same characters written as JSON can have them, so that it says the same. Line breaks stay. */
export function printableJson(json: string): string {
  return json.replace(unprintable(), character => {
    if (character === '\n') return character;
    let escaped = '';
    for (let i = 0; i < character.length; i++) escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
    return escaped;
  });
}
