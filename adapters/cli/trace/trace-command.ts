import type { Command } from 'commander';
import { addDebug, addGuestOptions } from '../guest/guest-options.js';
import { addLines } from './line-command.js';
import type { TraceOptions } from './trace-options.js';

const collect = (value: string, earlier: readonly string[] = []): string[] => [...earlier, value];

/** Adds the options that say which calls are wanted. They are strace's, as far as a hostcall is like a system call. */
export function addSelection(command: Command): Command {
  return command
    .optionsGroup('Which calls:')
    .option(
      '-e <expression>',
      'trace=SET: names, classes such as %file, /regex/, ! for all but. status=successful,failed,unfinished. read=FD, write=FD: dump what is moved. inject=…, fault=…: see below. A SET alone is trace=SET',
      collect,
    )
    .option('-P, --trace-path <path>', 'calls that touch a guest path or what is below it; repeatable', collect)
    .option('-z, --successful-only', 'calls that succeed')
    .option('-Z, --failed-only', 'calls that fail');
}

function addFailures(command: Command): Command {
  return command
    .optionsGroup('What failed:')
    .option('--explain-failures', 'at the end: what failed, why, how often, and what to do about it');
}

/** Adds a table of what was called. */
export function addSummary(command: Command): Command {
  return command
    .optionsGroup('A summary:')
    .option('-c, --summary-only', 'no lines; at the end, a table of calls, errors, time and bytes')
    .option('-C, --summary', 'lines, and the table')
    .option('-S, --summary-sort-by <key>', 'time, calls, errors, avg, p95, max, bytes, name or nothing (time)');
}

function addWallClock(command: Command): Command {
  return command.option(
    '-w, --summary-wall-clock',
    'count the time that calls spend waiting, too (with -C that is so)',
  );
}

/** Adds what has things go wrong by chance. What is planned goes by `-e`. */
export function addTampering(command: Command): Command {
  return command
    .optionsGroup('Tampering (see below for -e inject= and -e fault=):')
    .option(
      '--chaos <seed[:rate]>',
      'have things go wrong by chance, as they do: short reads, full disks, slow calls. SEED: a number, or random; RATE: 0.05, or 5%',
    );
}

/**
 * Adds `hostcall trace`.
 * @param program hostcall's own command
 */
export function addTrace(program: Command): void {
  const command = program
    .command('trace')
    .optionsGroup('The trace:')
    .option('-o, --output <file>', 'write the trace to a file, not to stderr')
    .option(
      '--format <format>',
      'text, ndjson, chrome (for Perfetto too) or speedscope. Default: by the file’s name (.ndjson, .json, .speedscope.json), else text',
    )
    .option('--redact', 'leave out what may be a secret: contents, arguments, the values of environment variables');
  addDebug(addGuestOptions(addFailures(addWallClock(addSummary(addTampering(addLines(addSelection(command))))))))
    .summary('run a program, and print every hostcall it makes')
    .description(
      'Runs a WASI program as `hostcall run` does, and prints every hostcall it makes, as strace prints system calls: name, arguments, result.',
    )
    .addHelpText(
      'after',
      `
Examples:
  hostcall trace --dir . prog.wasm in.txt
  hostcall trace -e %file -Z --dir . prog.wasm           what about files fails?
  hostcall trace -e 'trace=!clock_time_get' -P /tmp -T --dir . prog.wasm
  hostcall trace -c --dir . prog.wasm                    where does the time go?
  hostcall trace -e fault=fd_write:error=ENOSPC:when=2+ --dir . prog.wasm    when the disk is full?
  hostcall trace -e read=0 -e fd_read prog.wasm            what does it read from stdin?
  hostcall trace -k -e path_open --dir . prog.wasm         which function opens files?
  hostcall trace -c --explain-failures --dir . prog.wasm it fails, but why?
  hostcall trace -o calls.txt --dir . prog.wasm in.txt
  hostcall trace -o calls.json --dir . prog.wasm         open it at ui.perfetto.dev
  hostcall trace --host deterministic --dir . prog.wasm    each time the same
  hostcall explain fd_prestat_get                          what a call does

Tampering, as with strace; several add up, and calls are counted for each hostcall, from 1:
  -e inject=SET:error=E         the call is not made, and fails: ENOSPC, nospc, 51
  -e inject=SET:retval=N        the call is not made, and succeeds with this result
  -e inject=SET:delay_enter=T   it takes longer, before it is made; delay_exit=T: after. T: microseconds, or 5ms, 2s
  -e fault=SET[:error=E]        the same as inject= with an error, ENOSYS if there is none
  …:when=FIRST[..LAST][+[STEP]] only these calls: when=3, when=3+, when=3+2, when=3..9
  …:force                       also an error that the call does not have
With -P, only calls that touch the path are tampered with, by --chaos too.

The last line tells how the program ended. A trace in a file is written once a second while calls
are made: if the program is killed while it computes, that much of it may be missing.

Exit status: as of \`hostcall run\`.`,
    )
    .action(async (path: string, args: string[], options: TraceOptions) => {
      const { trace } = await import('./trace.js');
      process.exitCode = await trace({ program: path, args, options }, options);
    });
}
