import { readdirSync, readFileSync } from 'node:fs';
import { root } from './pages.js';

/** The source of every port without comments and blank lines: interface name → its text. */
export function portSignatures(): Map<string, string> {
  const folder = `${root}domain/ports/`;
  const found = new Map<string, string>();
  for (const file of readdirSync(folder)) {
    const code = readFileSync(folder + file, 'utf8')
      .replace(/^[ \t]*\/\*\*.*?\*\/[ \t]*\n/gms, '')
      .replace(/^[ \t]*\/\/.*\n/gm, '')
      .replace(/\n{2,}/g, '\n');
    for (const [text, name] of code.matchAll(/^export interface (\w+) \{\n.*?^\}\n/gms))
      found.set(name as string, text);
  }
  return found;
}
