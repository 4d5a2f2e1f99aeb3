import type { UnknownImports } from '../../../application/modules/index.js';
import { type CommandDescription, debugOption } from '../command-description.js';
import { ExitStatus } from '../exit-status.js';
import { allowNetOption, unknownImportsOption } from '../run/run-options.js';

interface CheckOptions {
  readonly unknownImports?: UnknownImports;
  readonly allowNet?: readonly string[];
}

/** `hostcall check`: what a program imports, and whether it can run. */
export const checkCommand: CommandDescription = {
  name: 'check',
  summary: 'show what a program imports, and whether it can run',
  description:
    'Shows the kind of a module, what it imports and from where, and what prevents it from running, without running any of it.',
  arguments: [{ name: 'prog.wasm', text: 'a core WebAssembly module', completes: 'program' }],
  groups: [{ title: 'Other', options: [allowNetOption, unknownImportsOption, debugOption] }],
  examples: [
    ['hostcall check prog.wasm'],
    ['hostcall check --allow-net all server.wasm', 'with a network'],
    ['hostcall check --unknown-imports trap prog.wasm', 'could it start?'],
  ],
  exitStatus: '0 if the program can run, 1 if not, 2 if the file is not a module.',
  async run([path], { unknownImports, allowNet }: CheckOptions) {
    const { check } = await import('./check.js');
    const runs = await check(path as string, unknownImports, allowNet !== undefined);
    return runs ? ExitStatus.ok : ExitStatus.no;
  },
};
