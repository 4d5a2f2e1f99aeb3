/** `hostcall inspect`: serves the inspector for recordings and traces, and for a program that runs. */
import { closeSync, openSync, readSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CommandLineError } from '../command-line-error.js';
import { Progress } from '../terminal/progress.js';
import { complain } from '../terminal/report.js';
import { filesSession } from './files-session.js';
import type { InspectOptions } from './inspect-options.js';
import { LiveSession } from './live-session.js';
import { openPage } from './open-page.js';
import { PageFiles } from './page-files.js';
import { InspectorServer, type Routes } from './server.js';

/** Beside the bundle that this becomes a part of. */
const PAGE = fileURLToPath(new URL('../inspector/', import.meta.url));

/** Options that a recording or trace takes too. */
const ownOptions: readonly string[] = ['open', 'debug'];

/**
 * Serves the inspector until a signal ends the process.
 * @param path of a recording, trace or program; or `-`
 * @param others what followed it: the arguments of the program, or a second file
 * @throws CommandLineError or ConfigurationError for what cannot be looked at
 */
export async function inspect(path: string, others: readonly string[], options: InspectOptions): Promise<never> {
  const page = new PageFiles(PAGE);
  const live = isProgram(path) ? await LiveSession.begin({ program: path, args: others, options }) : undefined;
  const server = new InspectorServer(page, live?.routes ?? filesOf([path, ...others], options));
  if (live !== undefined) endWith(live);
  complain(`the inspector is at ${await server.listen()} until Ctrl-C`);
  if (options.open === true) openPage(server.launchAddress());
  return new Promise(() => {});
}

/** Whether a file begins as a module does. One that cannot be read is for others to refuse. */
function isProgram(path: string): boolean {
  if (path === '-') return false;
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const head = Buffer.alloc(4);
    readSync(fd, head, 0, 4, 0);
    return head.toString('latin1') === '\0asm';
  } catch {
    return false;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** Ends the program when a signal ends the command: what its overlays hold is told then. The signal ends the process afterwards. */
function endWith(live: LiveSession): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, async () => {
      await live.close();
      process.kill(process.pid, signal);
    });
}

function filesOf(paths: readonly string[], options: InspectOptions): Routes {
  // `stop` is there whether it was given or not.
  const { stop, ...given } = options;
  const other = Object.keys(given).find(name => !ownOptions.includes(name)) ?? (stop === false ? 'no-stop' : undefined);
  if (other !== undefined)
    throw new CommandLineError(
      `${paths[0]} is not a program; only a program takes options other than --open`,
      'leave them out, or name the .wasm file',
    );
  const [, , third] = paths;
  if (third !== undefined)
    throw new CommandLineError(`'${third}' is one file too many`, 'name one file, or two to compare');
  if (paths[0] === '-' && paths[1] === '-')
    throw new CommandLineError('only one of the files can be read from standard input', 'name a file for the other');
  const progress = new Progress();
  try {
    return filesSession(paths, progress);
  } finally {
    progress.end();
  }
}
