import { LessonError } from './lesson-error.js';

/** A piece of a line of text. */
export type Span =
  | { readonly kind: 'text' | 'code' | 'strong'; readonly text: string }
  /** `target` is an address, or a path relative to the lesson's folder. */
  | { readonly kind: 'link'; readonly text: string; readonly target: string };

/** A part of a text, top to bottom. */
export type MarkdownBlock =
  | { readonly kind: 'heading' | 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly (readonly Span[])[])[] }
  /** `language` is all that stands behind the fence. */
  | { readonly kind: 'code'; readonly language: string; readonly text: string };

const SPAN = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

/** The spans of a text in one line. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let end = 0;
  for (const match of text.matchAll(SPAN)) {
    const [whole, code, strong, link, target] = match;
    if (match.index > end) spans.push({ kind: 'text', text: text.slice(end, match.index) });
    if (code !== undefined) spans.push({ kind: 'code', text: code });
    else if (strong !== undefined) spans.push({ kind: 'strong', text: strong });
    else spans.push({ kind: 'link', text: link as string, target: target as string });
    end = match.index + whole.length;
  }
  if (end < text.length) spans.push({ kind: 'text', text: text.slice(end) });
  return spans;
}

const ITEM = /^(?:- |\d+\. )/;

/**
 * Reads Markdown as far as lessons use it: headings, paragraphs, lists of one level, tables, fenced code, and in a line code, strong text and links.
 * @param file for messages
 * @throws LessonError for a fence that is not closed
 */
export function parseMarkdown(text: string, file: string): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] as string;
    if (line.trim() === '') at++;
    else if (line.startsWith('```')) {
      const end = lines.indexOf('```', at + 1);
      if (end < 0) throw openFence(file);
      blocks.push({ kind: 'code', language: line.slice(3).trim(), text: lines.slice(at + 1, end).join('\n') });
      at = end + 1;
    } else {
      let end = at + 1;
      while (end < lines.length && lines[end]?.trim() !== '' && !lines[end]?.startsWith('```')) end++;
      blocks.push(blockOf(lines.slice(at, end)));
      at = end;
    }
  }
  return blocks;
}

/** A part that is not code, of lines without an empty one among them. */
function blockOf(lines: readonly string[]): MarkdownBlock {
  const [first = ''] = lines;
  if (first.startsWith('#')) return { kind: 'heading', spans: spansOf(first.replace(/^#+ +/, '')) };
  if (first.startsWith('|')) return { kind: 'table', rows: lines.filter(line => !/^[|\s:-]+$/.test(line)).map(cells) };
  if (!ITEM.test(first)) return { kind: 'paragraph', spans: spansOf(lines.join(' ')) };
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ''));
    else items.push(`${items.pop()} ${line.trim()}`);
  }
  return { kind: 'list', ordered: !first.startsWith('-'), items: items.map(spansOf) };
}

function cells(line: string): Span[][] {
  return line
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map(cell => spansOf(cell.trim().replaceAll('\\|', '|')));
}

function openFence(file: string): LessonError {
  return new LessonError(file, 'a fenced block is not closed', 'end it with ``` on a line of its own');
}

/**
 * The text under each heading of the second level, by heading; that before the first one is under ''.
 * @param file for messages
 * @throws LessonError for a fence that is not closed
 */
export function sectionsOf(text: string, file: string): Map<string, string> {
  const sections = new Map<string, string>();
  let heading = '';
  let lines: string[] = [];
  let fenced = false;
  const end = () => sections.set(heading, lines.join('\n').trim());
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    if (fenced || !line.startsWith('## ')) {
      lines.push(line);
      continue;
    }
    end();
    heading = line.slice(3).trim();
    lines = [];
  }
  if (fenced) throw openFence(file);
  end();
  return sections;
}
