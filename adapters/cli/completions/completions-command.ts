import { type CommandDescription, debugOption } from '../command-description.js';
import { ExitStatus } from '../exit-status.js';

/** The shells that can complete hostcall's command lines. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/**
 * `hostcall completions`: what a shell needs to complete command lines.
 * @param commands gives all commands, this one among them
 */
export function completionsCommand(commands: () => readonly CommandDescription[]): CommandDescription {
  return {
    name: 'completions',
    summary: 'print the completions for a shell',
    description:
      'Prints a script that makes a shell complete command lines of hostcall: commands, options and their values, names of hostcalls, classes and errnos, files.',
    arguments: [{ name: 'shell', text: 'bash, zsh or fish', values: shells }],
    groups: [{ title: 'Other', options: [debugOption] }],
    examples: [
      ['source <(hostcall completions bash)', 'now; in ~/.bashrc, always'],
      ['hostcall completions zsh > ~/.zfunc/_hostcall', 'where fpath has ~/.zfunc'],
      ['hostcall completions fish > ~/.config/fish/completions/hostcall.fish'],
    ],
    exitStatus: '0, or 2 for another shell.',
    async run([shell]) {
      const { printCompletions } = await import('./completions.js');
      printCompletions(shell as Shell, commands());
      return ExitStatus.ok;
    },
  };
}
