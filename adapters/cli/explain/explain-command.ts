import type { Command } from 'commander';
import { addDebug } from '../guest/guest-options.js';

/**
 * Adds `hostcall explain`.
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
    .action(async (name: string | undefined) => (await import('./explain.js')).explain(name));
}
