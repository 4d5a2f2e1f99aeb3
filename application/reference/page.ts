/**
 * Pages of facts, as data: what is said, and not what it looks like. A terminal, Markdown and HTML have a renderer each.
 */

/** A place in the reference: a page, and on it a heading. */
export interface Link {
  readonly text: string;
  /** Without an extension; empty for the page that the link is on. */
  readonly page: string;
  readonly anchor?: string;
}

/** Text in a line: in strings, backticks enclose code. */
export type Text = string | Link | readonly (string | Link)[];

/** A column of a table. */
export interface Column {
  readonly title: string;
  /** It holds names and numbers, which are not broken across lines. */
  readonly term?: boolean;
}

/** A part of a page. */
export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: Text }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Text[])[] }
  /** Labels, and what is said of each. */
  | { readonly kind: 'facts'; readonly rows: readonly (readonly [label: string, text: Text])[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

/** A page. */
export interface Page {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A heading of a page: 2 for a section, 3 for a part of one. */
export function heading(level: 2 | 3, text: Text): Block {
  return { kind: 'heading', level, text };
}

/** A paragraph. */
export function paragraph(text: Text): Block {
  return { kind: 'paragraph', text };
}

/**
 * A table.
 * @param columns titles; one that begins with `#` holds terms
 */
export function table(columns: readonly string[], rows: readonly (readonly Text[])[]): Block {
  return {
    kind: 'table',
    columns: columns.map(title => (title.startsWith('#') ? { title: title.slice(1), term: true } : { title })),
    rows,
  };
}

/** Labelled facts. */
export function facts(rows: readonly (readonly [label: string, text: Text])[]): Block {
  return { kind: 'facts', rows };
}

/** Code, or a picture made of characters. */
export function block(language: string, text: string): Block {
  return { kind: 'code', language, text };
}

/** Code in a line. */
export function code(text: string): string {
  return `\`${text}\``;
}

/** Texts with a separator between them. */
export function joined(texts: readonly Text[], separator: string): Text {
  return texts.flatMap((text, index) => {
    const pieces = typeof text === 'string' || 'page' in text ? [text] : text;
    return index === 0 ? pieces : [separator, ...pieces];
  });
}
