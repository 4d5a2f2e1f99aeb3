import { type Command, Option } from 'commander';
import { colourChoices } from '../terminal/colour.js';

/** For options that count how often they are given. */
const count = (_: string, before = 0): number => before + 1;

/** Adds the options that say what lines look like. Letters and long names are strace's. */
export function addLines(command: Command): Command {
  return command
    .optionsGroup('The lines:')
    .option('-s, --string-limit <n>', 'bytes of a string that are shown (32); names are never cut')
    .option('-x', 'strings that are not ASCII in hexadecimal; -xx: all strings', count)
    .addOption(
      new Option('--strings-in-hex <which>', 'the same; also only those characters that are not ASCII').choices([
        'none',
        'non-ascii-chars',
        'non-ascii',
        'all',
      ]),
    )
    .option(
      '-y',
      'descriptors with their paths, as without it; -yy: also their types, rights and paths on the host',
      count,
    )
    .addOption(new Option('--decode-fds <how>', 'the same, or not at all').choices(['none', 'path', 'all']))
    .option(
      '-v, --no-abbrev',
      'nothing abbreviated: all fields, rights, entries, buffers; and under each call that fails, why',
    )
    .option(
      '-X, --const-print-style <style>',
      'raw: the numbers of the ABI, abbrev: names (so without it), verbose: both',
    )
    .option('-a, --columns <n>', 'the column of the = (40)')
    .option(
      '-t, --absolute-timestamps',
      'the time of day before each line; -tt: with microseconds, -ttt: as seconds since 1970',
      count,
    )
    .option('-r, --relative-timestamps', 'the seconds since the call before began')
    .option('-n, --hostcall-number', 'the number of the call in the run, from 0')
    .option('-T, --hostcall-times', 'the seconds that each call took')
    .option('-k, --stack-traces', 'the functions of the program that led to each call')
    .addOption(new Option('--color <when>', 'auto: on a terminal (default); a file has none').choices(colourChoices));
}
