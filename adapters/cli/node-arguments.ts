/** Arguments that Node takes for itself, wherever they stand on the command line. */
import { CommandLineError } from './command-line-error.js';

/**
 * Node looks for these behind the script too, up to a `--`. It takes NODE_OPTIONS from the file, and ends if there is none, before any JavaScript
 * runs. See https://github.com/nodejs/node/issues/54232.
 */
const ENV_FILE = /^--env-file(-if-exists)?(=|$)/;
/** The same, and behind a `--` as well. Observed on Node 22 and 24; Node 20 and 26 leave them alone. */
const CONFIG_FILE = /^--experimental-(default-)?config-file(=|$)/;
const READS_CONFIG_FILES = /^v2[2-5]\./;

/**
 * Ends what Node has begun on other options than the user meant to give it: what an argument of the program names may come from anybody.
 * @param words the arguments of this process
 * @param version of Node
 * @throws CommandLineError for an argument that Node has taken as its own
 */
export function refuseNodeArguments(words: readonly string[], version = process.version): void {
  const end = words.indexOf('--');
  const taken = words.slice(0, end < 0 ? words.length : end).find(word => ENV_FILE.test(word));
  if (taken !== undefined)
    throw new CommandLineError(
      `Node reads the argument '${taken}' itself, before hostcall starts`,
      'write `--` before the program: hostcall run -- prog.wasm …',
    );
  const configured = READS_CONFIG_FILES.test(version) ? words.find(word => CONFIG_FILE.test(word)) : undefined;
  if (configured !== undefined)
    throw new CommandLineError(
      `Node ${version} reads the argument '${configured}' itself, before hostcall starts`,
      'run the program on Node 20 or 26, which do not',
    );
}
