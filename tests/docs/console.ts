import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { bin } from '../adapters/cli/command-line.js';
import { root } from './pages.js';

/** A command that a page shows, and its expected output. */
export interface ShownCommand {
  readonly command: string;
  readonly output: string;
  /** Numbers in the output are measured: they differ from run to run. */
  readonly measured: boolean;
}

/**
 * The commands of a page's `console` blocks, in order: a line that begins with `$ ` is a command, the lines below are what it prints. In
 * a block marked `console measured`, numbers count only as numbers.
 */
export function shownCommands(page: string): ShownCommand[] {
  const found: ShownCommand[] = [];
  for (const [, mark, block = ''] of readFileSync(root + page, 'utf8').matchAll(
    /^```console( measured)?\n(.*?)^```$/gms,
  )) {
    for (const part of block.split(/^\$ /m).slice(1)) {
      const [, command = '', output = ''] = /^((?:[^\n]*\\\n)*[^\n]*)\n(.*)$/s.exec(part) ?? [];
      found.push({ command, output, measured: mark !== undefined });
    }
  }
  return found;
}

/**
 * Runs a command as a shell would where `hostcall` is installed.
 * @returns all that it prints, on stdout and stderr, in the order in which it did
 */
export function runShown({ command }: ShownCommand, folder: string): string {
  const script = `hostcall() { "${process.execPath}" "${bin}" "$@"; }\n${command}`;
  const { stdout, error } = spawnSync('sh', ['-c', `{ ${script}\n} 2>&1`], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 200_000,
  });
  if (error !== undefined) throw error;
  return stdout;
}

/**
 * Runs a command, and expects it to print what the page shows.
 * @param ignoring takes out of both what the page is not about
 */
export function expectShown(shown: ShownCommand, folder: string, ignoring = (text: string) => text): void {
  const seen = (text: string) => ignoring(settled(text, shown.measured));
  const printed = seen(runShown(shown, folder));
  if (!matches(seen(shown.output), printed)) expect(printed, shown.command).to.equal(shown.output);
}

/** What of an output is the same in each run. Dots on a line of their own stand for any lines. */
export function settled(text: string, measured: boolean): string {
  const timeless = text.replace(/<\d+\.\d{6}>/g, '<TIME>');
  if (!measured) return timeless;
  return timeless
    .replace(/-{2,}/g, '--')
    .replace(/[\d.]+/g, 'N')
    .replace(/ +/g, ' ')
    .replace(/ $/gm, '');
}

/** Whether an output is what a page shows. */
function matches(shown: string, printed: string): boolean {
  const parts = shown.split(/^…\n/m);
  const first = parts[0] as string;
  if (parts.length === 1) return shown === printed;
  if (!printed.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1)) {
    const found = part === parts.at(-1) ? printed.length - part.length : printed.indexOf(part, at);
    if (found < at || printed.slice(found, found + part.length) !== part) return false;
    at = found + part.length;
  }
  return true;
}
