/** `hostcall completions`: what a shell needs to complete command lines. */
import type { CommandDescription } from '../command-description.js';
import { hostcallDescription } from '../hostcall-description.js';
import { write } from '../terminal/report.js';
import { bashScript } from './bash-script.js';
import { completableOf } from './completable.js';
import type { Shell } from './completions-command.js';
import { fishScript } from './fish-script.js';
import { zshScript } from './zsh-script.js';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script for a shell. */
export function printCompletions(shell: Shell, commands: readonly CommandDescription[]): void {
  write(1, scripts[shell](completableOf(hostcallDescription.options, commands)));
}
