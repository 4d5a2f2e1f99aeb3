import { commandName } from '../command-name.js';

const commands: readonly (string | undefined)[] = ['trace', 'record', 'replay'];

/**
 * Whether a command has something to do when its program ends, also if a signal ends it, or has to end the program: then it runs in a thread of its own. To
 * start that takes about half as long as to start Node.
 * @param words of the command line
 */
export function needsThread(words: readonly string[]): boolean {
  const command = commandName(words);
  return (
    commands.includes(command) ||
    (command === 'run' && words.some(word => /^--(overlay|timeout|max-cpu-time)(=|$)/.test(word)))
  );
}
