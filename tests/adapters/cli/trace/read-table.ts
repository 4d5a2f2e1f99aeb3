import { expect } from 'chai';

/** The rows of a table: cells by the heads above them, and the totals. */
export function readTable(text: string): {
  rows: Record<string, string>[];
  heads: string[];
  total: Record<string, string>;
} {
  const lines = text.trimEnd().split('\n');
  const ruler = lines[1] as string;
  expect(ruler).to.match(/^-+( -+)+$/);
  const columns = [...ruler.matchAll(/-+/g)].map(({ index, 0: dashes }) => [index, index + dashes.length] as const);
  const cells = (line: string) => columns.map(([from, to]) => line.slice(from, to));
  const heads = cells(lines[0] as string).map(head => head.trim());
  const named = (line: string) => Object.fromEntries(cells(line).map((cell, i) => [heads[i], cell.trim()]));
  expect(lines.at(-2)).to.equal(ruler);
  for (const line of lines.slice(2, -2)) {
    // Numbers end where their column does.
    for (const cell of cells(line).slice(0, -1)) if (cell.trim() !== '') expect(cell, line).to.match(/\S$/);
  }
  return { rows: lines.slice(2, -2).map(named), heads, total: named(lines.at(-1) as string) };
}
