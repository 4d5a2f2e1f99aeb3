/**
 * The entry point of the command line. It loads nothing itself, so that Node can first be told to keep what it compiles: that is
 * most of the time a short program takes.
 */
import * as module from 'node:module';

// Since Node 22.1. A directory that cannot be written is not an error; then nothing is kept.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

const { commandLine } = await import('./command-line.js');
process.exit(await commandLine(process.argv.slice(2)));
