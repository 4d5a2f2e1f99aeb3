import type { Block, Column, Page, Text } from '../../../application/reference/index.js';
import { NO_BREAK, paragraph, wrap } from './layout.js';

/**
 * A page of the reference for a terminal.
 * @param width characters a line may have
 * @returns lines, the first of them the title
 */
export function pageText({ title, blocks }: Page, width: number): string[] {
  return [...wrap(title, width), ...blocks.flatMap(block => ['', ...blockText(block, width)])];
}

/** One block, without the empty lines around it. */
function blockText(block: Block, width: number): string[] {
  switch (block.kind) {
    case 'heading':
      return wrap(plain(block.text), width);
    case 'paragraph':
      return paragraph(plain(block.text), width);
    case 'table':
      return tableText(block.columns, block.rows, width);
    case 'facts':
      return tableText([{ title: '', term: true }, { title: '' }], block.rows, width);
    case 'code':
      return block.text.split('\n').flatMap(line => hanging('    ', line, width, '      '));
  }
}

/**
 * Columns of terms are as wide as their widest cell. What the other columns hold follows as one text: the first as it is, and each further one
 * behind its title.
 */
function tableText(columns: readonly Column[], rows: readonly (readonly Text[])[], width: number): string[] {
  const cells = rows.map(row => row.map(plain));
  const terms = columns.flatMap(({ term }, index) => (term ? [index] : []));
  const texts = columns.flatMap(({ term }, index) => (term ? [] : [index]));
  const titles = columns.map(({ title }) => title);
  const all = titles.some(title => title !== '') ? [titles, ...cells] : cells;
  const widths = terms.map(index => Math.max(...all.map(row => row[index]?.length ?? 0)));
  return all.flatMap((row, number) => {
    const head = terms.map((index, at) => (row[index] ?? '').padEnd(widths[at] ?? 0)).join('  ');
    const isTitle = all !== cells && number === 0;
    const text = isTitle ? (row[texts[0] ?? -1] ?? '') : sentences(texts, titles, row);
    return hanging(`  ${head}  `, text, width);
  });
}

function sentences(texts: readonly number[], titles: readonly string[], row: readonly string[]): string {
  return texts
    .map((index, at) => {
      const cell = row[index] ?? '';
      return at === 0 || cell === '' || titles[index] === '' ? cell : `${titles[index]}: ${cell}`;
    })
    .filter(cell => cell !== '')
    .map((cell, at, all) => (at < all.length - 1 && !/[.!?]$/.test(cell) ? `${cell}.` : cell))
    .join(' ');
}

function hanging(head: string, text: string, width: number, indent = ' '.repeat(head.length)): string[] {
  return wrap(text, Math.max(20, width - indent.length)).map((line, index) =>
    `${index === 0 ? head : indent}${line}`.trimEnd(),
  );
}

/** Code and links are words like others here. A command is not broken across lines. */
function plain(text: Text): string {
  if (typeof text === 'string')
    return text.replace(/`([^`]*)`/g, (_, code: string) =>
      code.startsWith('hostcall ') ? code.replaceAll(' ', NO_BREAK) : code,
    );
  return 'page' in text ? text.text : text.map(plain).join('');
}
