import type { Block, Link, Page, Text } from '../../application/reference/index.js';

/** A page as Markdown: its title, then its blocks with an empty line between them. */
export function markdown({ title, blocks }: Page): string {
  return `${[`# ${title}`, ...blocks.map(markdownBlock)].join('\n\n')}\n`;
}

/** One block as Markdown, without the newline at its end. */
export function markdownBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${inline(block.text)}`;
    case 'paragraph':
      return inline(block.text);
    case 'table':
      return tableOf(
        block.columns.map(({ title }) => title),
        block.rows,
      );
    case 'facts':
      return tableOf(['', ''], block.rows);
    case 'code':
      return `\`\`\`${block.language}\n${block.text}\n\`\`\``;
  }
}

function tableOf(head: readonly string[], rows: readonly (readonly Text[])[]): string {
  const line = (cells: readonly Text[]) => `| ${cells.map(cell => inline(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function inline(text: Text): string {
  if (typeof text === 'string') return text;
  return 'page' in text ? link(text) : text.map(piece => inline(piece)).join('');
}

function link({ text, page, anchor }: Link): string {
  return `[${text}](${page === '' ? '' : `${page}.md`}${anchor === undefined ? '' : `#${anchor}`})`;
}
