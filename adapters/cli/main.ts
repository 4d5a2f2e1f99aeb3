/**
 * The entry point of the command line. It loads nothing itself, so that Node can first be told to keep what it compiles: that is
 * most of the time a short program takes.
 */
import * as module from 'node:module';
import { commandName } from './command-name.js';
import { needsThread } from './signals/needs-thread.js';

// Since Node 22.1. A directory that cannot be written is not an error; then nothing is kept.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const words = process.argv.slice(2);
// Node's permission model can forbid threads.
if (needsThread(words) && process.permission?.has('worker') !== false) {
  const { commandLineInThread } = await import('./signals/command-thread.js');
  process.exit(await commandLineInThread(words));
}
const { commandLine } =
  commandName(words) === 'run' ? await import('./run/run-command-line.js') : await import('./command-line.js');
process.exit(await commandLine(words));
