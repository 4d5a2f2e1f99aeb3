import type { HexStrings } from '../../../application/text/index.js';
import type { OptionGroup } from '../command-description.js';
import { type ColourChoice, colourChoices } from '../terminal/colour.js';
import { type DescriptorDecoding, descriptorDecodings } from './expressions.js';
import type { TimeOptions } from './time-options.js';

/** The options that say what lines look like, as they were given. */
export interface LineOptions extends TimeOptions {
  readonly stringLimit?: string;
  /** How many `-x`. */
  readonly x?: number;
  readonly stringsInHex?: HexStrings;
  /** How many `-y`. */
  readonly y?: number;
  readonly decodeFds?: DescriptorDecoding;
  /** False with `-v`. */
  readonly abbrev?: boolean;
  readonly constPrintStyle?: 'raw' | 'abbrev' | 'verbose';
  readonly columns?: string;
  readonly hostcallNumber?: boolean;
  readonly stackTraces?: boolean;
  readonly fold?: boolean;
  readonly explain?: boolean;
  readonly color?: ColourChoice;
}

/** What lines look like. */
export const lineOptions: OptionGroup = {
  title: 'Lines',
  options: [
    {
      short: 's',
      long: 'string-limit',
      argument: 'N',
      text: 'bytes shown of a string; names are never cut',
      details: 'bytes shown of a string. Names of files are never cut',
      default: '32',
    },
    {
      short: 'x',
      counted: 2,
      text: 'strings that are not ASCII in hexadecimal; -xx: all strings',
      details:
        'strings in hexadecimal: `-x` those with bytes that are neither ASCII nor white space, `-xx` all, names of files and descriptors too',
    },
    {
      long: 'strings-in-hex',
      argument: 'WHICH',
      text: 'the same; non-ascii-chars: only such characters',
      details:
        'the same as `-x` (`non-ascii`) and `-xx` (`all`). `non-ascii-chars`: only such bytes. `none`: as without it',
      values: ['none', 'non-ascii-chars', 'non-ascii', 'all'] satisfies HexStrings[],
    },
    {
      short: 'y',
      counted: 2,
      text: 'descriptors with their paths, which is the default; -yy: also with their types, rights and paths on the host',
      details:
        'descriptors as `4</notes.txt>`, which is the default; with `-yy` also with type, rights and path on the host',
    },
    {
      long: 'decode-fds',
      argument: 'HOW',
      text: 'the same; none: bare numbers',
      details: 'the same as `-y` (`path`) and `-yy` (`all`), or bare numbers (`none`). It counts more than `-y`',
      values: descriptorDecodings,
    },
    {
      short: 'v',
      long: 'no-abbrev',
      text: 'do not abbreviate: all fields, rights, entries, buffers; and below each call that fails, the reason',
      details:
        'nothing is abbreviated: all fields of a filestat, all rights by name, all buffers, subscriptions, events, arguments and variables, the entries of a directory. Below each call that failed is the cause: see [why a call fails](failures.md)',
    },
    {
      short: 'X',
      long: 'const-print-style',
      argument: 'STYLE',
      text: 'raw: the numbers of the ABI; abbrev: names; verbose: both',
      details:
        '`abbrev`: names. `raw`: the numbers of the ABI, pointers included. `verbose`: numbers, with the names as comments: `0x1 /* CREAT */`',
      values: ['raw', 'abbrev', 'verbose'],
      default: 'abbrev',
    },
    {
      short: 'a',
      long: 'columns',
      argument: 'N',
      text: 'the column of the =',
      details: 'the column of the `=`',
      default: '40',
    },
    {
      short: 't',
      long: 'absolute-timestamps',
      counted: 3,
      optionalArgument: 'FORMAT,PRECISION',
      text: 'the time of day before each line; -tt: with microseconds; -ttt: as seconds since 1970. FORMAT: none, time, unix; PRECISION: s, ms, us, ns, as in -ttt=ns',
      details:
        'before each line the time when the call began: time of day; that with microseconds; seconds since 1970 with microseconds. The format (`none`, `time`, `unix`) and the precision (`s`, `ms`, `us`, `ns`) can be given too, one of them or both: `-ttt=ns`',
    },
    {
      short: 'r',
      long: 'relative-timestamps',
      optionalArgument: 'PRECISION',
      text: 'the seconds since the start of the previous call; PRECISION: s, ms, us, ns',
      details:
        'before each line the seconds since the previous call began, with a precision of `s`, `ms`, `us` or `ns`: `-r=ns`',
    },
    {
      short: 'n',
      long: 'hostcall-number',
      aliases: ['syscall-number'],
      text: 'the number of the call in the run, from 0',
      details:
        'before each line the number of the call among all that are traced, from 0. strace prints the number of the system call; a hostcall has none that a program could see',
    },
    {
      short: 'T',
      long: 'hostcall-times',
      aliases: ['syscall-times'],
      optionalArgument: 'PRECISION',
      text: 'the seconds that each call took; PRECISION: s, ms, us, ns',
      details: 'after each line the seconds that the call took, with a precision of `s`, `ms`, `us` or `ns`: `-T=ns`',
    },
    {
      short: 'k',
      long: 'stack-traces',
      aliases: ['stack-trace'],
      text: 'the functions of the program that led to each call',
      details:
        'below each call the functions of the program that led to it, the innermost first; in other formats with each call, and in a speedscope profile around it',
    },
    {
      long: 'explain',
      text: 'below each call, in a sentence, what the program asked for and what it got',
      details:
        'below each call a sentence of its own values: what the program asked for, and what it got; of a call that failed, also why, where that is found out',
    },
    {
      long: 'fold',
      text: 'of calls in a row that are the same, only the first, and how many follow',
      details:
        'of calls in a row that have the same line, only the first, and below it how many follow: ` * repeated 1699 times more`, with `-T` also how long they took. `diff` counts them all',
    },
    {
      short: 'q',
      long: 'quiet',
      aliases: ['silent', 'silence'],
      counted: 3,
      optionalArgument: 'SET',
      text: 'as with strace; -qq: not how the program ended; -qqq: nor that no call touched a path of -P',
      details:
        'leaves out what strace leaves out: `-q` what does not exist here, `-qq` also the last line (`exit`), `-qqq` also that no call touched a path of `-P` (`path-resolution`). These can be named: `--quiet=exit`, `-e quiet=exit`',
    },
    {
      long: 'color',
      argument: 'WHEN',
      text: 'auto, always or never; a file has no colours',
      details:
        '`auto`: on a terminal. `always`, `never`. With `NO_COLOR` set, `auto` is never, with `FORCE_COLOR` always; `NO_COLOR` counts more. A file of `-o` has no colours',
      values: colourChoices,
      default: 'auto',
    },
  ],
};
