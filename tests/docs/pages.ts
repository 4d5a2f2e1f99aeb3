import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder, with a slash at the end. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Every page for people, with its text: path from the repository's folder → Markdown. */
export function pages(): Map<string, string> {
  const paths = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];
  for (const entry of readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })) {
    if (entry.endsWith('.md')) paths.push(`docs/${entry.replaceAll('\\', '/')}`);
  }
  return new Map(paths.map(path => [path, readFileSync(root + path, 'utf8')]));
}

/** A page's text without what stands in fenced blocks. */
export function withoutCode(text: string): string {
  return text.replace(/^```.*?^```$/gms, '');
}

/** The files and folders that a page links to, from the repository's folder. */
export function linkedFiles(page: string, text: string): string[] {
  const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(
    ([, link]) => (link as string).split('#')[0] as string,
  );
  return links
    .filter(file => file !== '' && !/^[a-z]+:/.test(file))
    .map(file => posix.join(posix.dirname(page), file).replace(/\/$/, ''));
}
