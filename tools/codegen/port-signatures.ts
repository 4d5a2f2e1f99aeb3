import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../domain/ports/', import.meta.url);
const BLOCK = /(<!-- ports: ([^>]+?) -->\n).*?(<!-- end of ports -->)/gs;

/** The page that quotes the ports, from the root of the repository. */
export const pageWithPorts = 'docs/writing-an-adapter.md';

/** The interfaces in `domain/ports` without comments and blank lines: name → its text. */
export function portSignatures(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(FOLDER)) {
    const code = readFileSync(fileURLToPath(new URL(file, FOLDER)), 'utf8')
      .replace(/^[ \t]*\/\*\*.*?\*\/[ \t]*\n/gms, '')
      .replace(/^[ \t]*\/\/.*\n/gm, '')
      .replace(/\n{2,}/g, '\n');
    for (const [text, name] of code.matchAll(/^export interface (\w+) \{\n.*?^\}\n/gms))
      found.set(name as string, text);
  }
  return found;
}

/**
 * Writes the signatures of ports in a page again. They stand between `<!-- ports: Stdio, Stream -->` and `<!-- end of ports -->`.
 * @param page Markdown
 * @throws Error for a port that does not exist
 */
export function withPortSignatures(page: string): string {
  const signatures = portSignatures();
  return page.replace(BLOCK, (_, begin: string, names: string, end: string) => {
    const quoted = names.split(', ').map(name => {
      const text = signatures.get(name);
      if (text === undefined) throw new Error(`domain/ports has no interface '${name}'`);
      return text;
    });
    return `${begin}\n\`\`\`ts\n${quoted.join('\n')}\`\`\`\n\n${end}`;
  });
}
