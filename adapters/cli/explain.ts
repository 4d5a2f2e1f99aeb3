/** `hostcall explain`: what a name of the ABI means. */
import type { Command } from 'commander';
import { catalogue, lookUp } from './catalogue.js';
import { explanation, overview } from './explanations.js';
import { addDebug } from './guest-options.js';
import { nearestNames } from './nearest-names.js';
import { pageWidth } from './page.js';
import { CommandLineError, print } from './report.js';

/**
 * Adds the command.
 * @param program hostcall's own command
 */
export function addExplain(program: Command): void {
  addDebug(program.command('explain'))
    .summary('what a hostcall, an errno, a right, a flag or a struct means')
    .description(
      'Explains a name of WASI preview1: a hostcall, an errno (by name or number), a right, a flag, a value, a struct, or a family of hostcalls. Without a name: lists what there is.',
    )
    .argument('[name]', 'as the interface description, a C header or a trace spells it')
    .addHelpText(
      'after',
      `
Examples:
  hostcall explain path_open       its parameters, the rights it needs, what can go wrong
  hostcall explain ENOTCAPABLE     or NOTCAPABLE, or 76
  hostcall explain SYMLINK_FOLLOW
  hostcall explain filestat        its layout in memory
  hostcall explain wasi_unstable   what differs from preview1

Exit status: 0, or 2 if there is no such name.`,
    )
    .action((name: string | undefined) => explain(name));
}

function explain(name: string | undefined): void {
  const width = pageWidth();
  if (name === undefined) {
    print(overview(width).join('\n'));
    return;
  }
  const { subjects, alike } = lookUp(name);
  if (subjects.length === 0) throw unknownName(name);
  const pages = subjects.map(subject => explanation(subject, width).join('\n'));
  if (alike.length > 0) pages.push(`See also: ${alike.map(other => `\`hostcall explain ${other}\``).join(', ')}`);
  print(pages.join('\n\n'));
}

function unknownName(name: string): CommandLineError {
  const near = nearestNames(
    name,
    catalogue.flatMap(entry => entry.names),
  );
  const remedy = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `hostcall explain` for what there is';
  return new CommandLineError(`nothing is called '${name}'`, remedy);
}
