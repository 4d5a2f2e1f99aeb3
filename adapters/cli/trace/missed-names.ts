import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { guestPathBelow } from '../../../domain/index.js';
import type { DirectoryOption } from '../guest/dir-option.js';

/**
 * Files that are arguments of a program, and that it made no call for: C libraries refuse a name that is in no directory that the program was given by
 * themselves.
 * @param args of the program
 * @param directories that it was given
 * @param asked the last components of all paths that calls have named
 * @returns a line for each reason, with what to do
 */
export function missedNames(
  args: readonly string[],
  directories: readonly DirectoryOption[],
  asked: ReadonlySet<string>,
): string[] {
  const byReason = new Map<string, string[]>();
  for (const arg of args) {
    if (arg === '' || arg.startsWith('-') || asked.has(basename(arg))) continue;
    const reason = arg.startsWith('/') ? absoluteReason(arg, directories) : relativeReason(arg, directories);
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), arg]);
  }
  return [...byReason].map(([reason, names]) => `The program made no call for ${names.join(', ')}. ${reason}`);
}

function absoluteReason(arg: string, directories: readonly DirectoryOption[]): string | undefined {
  // What begins with a slash need not be a path.
  if (!existsSync(arg) || directories.some(({ guest }) => isBelow(arg, guest))) return undefined;
  const names = directories.map(({ guest }) => guest).join(', ');
  return `That is in no directory that it was given (${names}): give it one that has it, with --dir HOST::GUEST.`;
}

function relativeReason(arg: string, directories: readonly DirectoryOption[]): string | undefined {
  if (directories.some(({ guest }) => guest === '.')) return undefined;
  for (const each of directories) {
    if (each.kind === 'memory' || !existsSync(join(each.path, arg))) continue;
    const { path, guest } = each;
    return `That is in ${path}, which it has as ${guest}. C libraries look up relative names in a directory called ".", and only current ones also in "/": give it so, with --dir ${path}::., or name ${guestPathBelow(guest, arg)}.`;
  }
  return existsSync(arg) ? 'That is in no directory that it was given: give it this one, with --dir .' : undefined;
}

function isBelow(path: string, guest: string): boolean {
  const above = guestPathBelow(guest, '');
  return path === above || path.startsWith(above === '/' ? '/' : `${above}/`);
}
