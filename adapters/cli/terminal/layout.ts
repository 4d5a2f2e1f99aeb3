import { isTerminal } from './is-terminal.js';

/** Laying text out for a terminal: paragraphs and two columns, wrapped. */

const LABEL_WIDTH = 13;

/** A space at which no line is broken. */
export const NO_BREAK = '\u00a0';

/** The width to wrap at: the terminal's, within what reads well. */
export function pageWidth(): number {
  // Only for a terminal: reading `process.stdout` makes a pipe non-blocking, for other processes too.
  const columns = isTerminal(1) ? process.stdout.columns : undefined;
  return Math.max(40, Math.min(100, columns ?? 80));
}

/**
 * Breaks a text into lines at its spaces. A word that is longer than the line stands alone.
 * @param text words separated by spaces
 * @param width characters a line may have
 */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines.map(each => each.replaceAll(NO_BREAK, ' '));
}

/**
 * A paragraph, indented by two.
 * @param text words separated by spaces
 */
export function paragraph(text: string, width: number): string[] {
  return wrap(text, width - 2).map(line => `  ${line}`);
}

/**
 * A labelled text, the label in a column of its own.
 * @param label may be empty
 * @param text words separated by spaces
 */
export function labelled(label: string, text: string, width: number): string[] {
  return hanging(`  ${label.padEnd(LABEL_WIDTH)} `, text, width);
}

/**
 * A table: rows of a term and a text, indented by two.
 * @param rows term and text of each
 */
export function table(rows: readonly (readonly [string, string])[], width: number): string[] {
  const termWidth = Math.max(...rows.map(([term]) => term.length));
  return rows.flatMap(([term, text]) => hanging(`  ${term.padEnd(termWidth)}  `, text, width));
}

function hanging(head: string, text: string, width: number): string[] {
  return wrap(text, Math.max(20, width - head.length)).map((line, index) =>
    (index === 0 ? head + line : ' '.repeat(head.length) + line).trimEnd(),
  );
}
