import { readFileSync } from 'node:fs';

/** One change of a source file. */
export interface Mutation {
  /** The file, from the root of the project. */
  readonly file: string;
  readonly line: number;
  /** Where what is changed begins in the file. */
  readonly offset: number;
  /** What is changed, and to what. */
  readonly text: string;
  /** The whole file with the change. */
  readonly source: string;
  /** Nobody's pattern has found it. */
  readonly byHand?: true;
}

/** A way to change a kind of text wherever it occurs. */
export interface Rule {
  readonly pattern: RegExp;
  /** @returns the texts that take the place of what was found, each a mutation */
  readonly change: (found: RegExpExecArray) => readonly string[];
}

/** Whether something stands in code: not in a comment, a declaration of types, or a list of imports. */
function isCode(source: string, at: number): boolean {
  const start = source.lastIndexOf('\n', at) + 1;
  const line = source.slice(start, source.indexOf('\n', at)).trim();
  return !/^(\*|\/\/|\/\*|import|export type|readonly |type )|^\w+,$/.test(line);
}

/**
 * Every mutation of a file.
 * @param root the root of the project, with a slash at its end
 */
export function* mutationsOf(root: URL, file: string, rules: readonly Rule[]): Generator<Mutation> {
  const source = readFileSync(new URL(file, root), 'utf8');
  for (const { pattern, change } of rules) {
    for (const found of source.matchAll(pattern)) {
      if (!isCode(source, found.index)) continue;
      const line = source.slice(0, found.index).split('\n').length;
      for (const changed of change(found)) {
        if (changed === found[0]) continue;
        const before = source.slice(0, found.index);
        const after = source.slice(found.index + found[0].length);
        yield {
          file,
          line,
          // Behind the space before an operator.
          offset: found.index + found[0].length - found[0].trimStart().length,
          text: `${found[0].trim()} -> ${changed.trim() || 'nothing'}`,
          source: before + changed + after,
        };
      }
    }
  }
}
