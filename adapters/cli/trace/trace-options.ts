import type { TraceFormat } from '../../../application/formats/index.js';
import type { HexStrings } from '../../../application/text/index.js';
import type { CallStatus } from '../../../application/tracing/index.js';
import type { FormDescription, OptionDescription, OptionGroup } from '../command-description.js';
import { type RunOptions, runOptions } from '../run/run-options.js';
import { type ColourChoice, colourChoices } from '../terminal/colour.js';
import { type DescriptorDecoding, descriptorDecodings } from './expressions.js';
import { summaryColumns, summaryOrders } from './summary-table.js';
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
  readonly color?: ColourChoice;
}

/** The options of `trace` as they were given. */
export interface TraceOptions extends RunOptions, LineOptions {
  /** The file for the trace. */
  readonly output?: string;
  readonly outputAppendMode?: boolean;
  readonly format?: 'text' | TraceFormat;
  /** Each `-e`, in order. */
  readonly e?: readonly string[];
  readonly tracePath?: readonly string[];
  readonly successfulOnly?: boolean;
  readonly failedOnly?: boolean;
  readonly summaryOnly?: boolean;
  readonly summary?: boolean;
  readonly summaryWallClock?: boolean;
  readonly summarySortBy?: string;
  readonly summaryColumns?: string;
  /** How many `-f`. */
  readonly followForks?: number;
  /** How many `-q`. */
  readonly quiet?: number;
  readonly quietValue?: string;
  /** Each `-E`. */
  readonly E?: readonly string[];
  readonly chaos?: string;
  /** Keep what may be a secret out of the trace. */
  readonly redact?: boolean;
  /** The reason below each call that fails. */
  readonly why?: boolean;
  readonly explainFailures?: boolean;
}

/** The option that says in which format calls are written. */
export const formatOption: OptionDescription = {
  long: 'format',
  argument: 'FORMAT',
  text: 'text, ndjson, chrome (for Perfetto too) or speedscope',
  details: '`text`, `ndjson`, `chrome` or `speedscope`. All but text and NDJSON need a file. See [exports](exports.md)',
  values: ['text', 'ndjson', 'chrome', 'speedscope'] satisfies ('text' | TraceFormat)[],
  default: 'by the name of the file: .ndjson, .json (chrome), .speedscope.json, else text',
};

/** The forms of `-e` that tamper with calls. */
export const tamperingForms: readonly FormDescription[] = [
  {
    argument: 'inject=…',
    text: 'calls return something other than what the host returns: see [tampering](#tampering)',
    completes: 'inject',
  },
  { argument: 'fault=…', text: 'calls fail: see [tampering](#tampering)', completes: 'fault' },
];

const descriptorWords = ['all', 'none'];

/** Which calls are wanted. Letters and long names are those of strace, as far as a hostcall is like a system call. */
export const selectionOptions: OptionGroup = {
  title: 'Which calls',
  options: [
    {
      short: 'e',
      argument: 'EXPRESSION',
      text: 'trace=SET: names, classes such as %file, /regex/, ! for all but. status=successful,failed,unfinished. read=FD, write=FD: dump the bytes. raw=SET, abbrev=SET: as -X raw, and -v for others. inject=…, fault=…: see below. A SET alone is trace=SET. Also --trace=SET and so on',
      repeatable: 'list',
      forms: [
        {
          argument: 'trace=SET',
          text: 'only these hostcalls: names, classes such as `%file`, `/regex/`, `all`, `none`, with commas between; `!` in front is all but these; a name with `?` in front may be unknown. `trace=` may be left out, or shortened to `t=`. The last one counts',
          completes: 'hostcalls',
        },
        {
          argument: 'status=SET',
          text: 'only `successful`, `failed` or `unfinished` calls',
          completes: ['successful', 'failed', 'unfinished'] satisfies CallStatus[],
        },
        {
          argument: 'read=SET',
          text: 'below each call that reads from one of these descriptors, a dump of all bytes read. A set is numbers with commas between, `all` or `none`',
          completes: descriptorWords,
        },
        { argument: 'write=SET', text: 'the same for calls that write', completes: descriptorWords },
        {
          argument: 'raw=SET',
          text: 'the calls of these hostcalls as with `-X raw`',
          completes: 'hostcalls',
        },
        {
          argument: 'abbrev=SET',
          text: 'only the calls of these hostcalls are abbreviated, the others as with `-v`',
          completes: 'hostcalls',
        },
        ...tamperingForms,
      ],
      essential: true,
    },
    {
      short: 'P',
      long: 'trace-path',
      argument: 'PATH',
      text: 'calls that touch a guest path or something below it',
      details: 'only calls that touch a guest path or something below it, also through a descriptor',
      repeatable: 'list',
      essential: true,
    },
    {
      short: 'z',
      long: 'successful-only',
      text: 'calls that succeed',
      details: 'the same as `-e status=successful`',
    },
    {
      short: 'Z',
      long: 'failed-only',
      text: 'calls that fail',
      details: 'the same as `-e status=failed`',
      essential: true,
    },
  ],
};

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

/** A table of the calls. */
export const summaryOptions: OptionGroup = {
  title: 'Summary',
  options: [
    {
      short: 'c',
      long: 'summary-only',
      text: 'no lines; at the end, a table of calls, errors, time and bytes',
      details:
        'no lines; at the end, a table of calls, errors, time and bytes. It counts the calls that the options above choose',
      essential: true,
    },
    { short: 'C', long: 'summary', text: 'lines, and the table' },
    {
      short: 'S',
      long: 'summary-sort-by',
      argument: 'KEY',
      text: 'sort the table by time, calls, errors, avg, p95, min, max, bytes, name or nothing',
      details:
        'sorts the table by `time`, `calls`, `errors`, `avg`, `p95`, `min`, `max`, `bytes`, `name` or `nothing`. Other names that strace has for them are understood',
      completes: Object.keys(summaryOrders),
      default: 'time',
    },
    {
      short: 'U',
      long: 'summary-columns',
      argument: 'COLUMNS',
      text: 'the columns of the table, with commas between: time-percent, total-time, avg-time, min-time, max-time, p95, calls, errors, bytes, name',
      details:
        'the columns of the table, with commas between: `time-percent`, `total-time`, `avg-time`, `min-time`, `max-time`, `p95`, `calls`, `errors`, `bytes`, `name`',
      default: 'time-percent,total-time,avg-time,p95,calls,errors,bytes,name',
      completes: Object.keys(summaryColumns),
    },
  ],
};

const wallClockOption: OptionDescription = {
  short: 'w',
  long: 'summary-wall-clock',
  text: 'count also the time that calls spend waiting; with -C that is always so',
  details: 'in the table, counts also the time that calls spend waiting; with `-C` that is always so',
};

/** Failures by chance. Planned ones are given with `-e`. */
export const tamperingOptions: OptionGroup = {
  title: 'Tampering',
  options: [
    {
      long: 'chaos',
      argument: 'SEED[:RATE]',
      text: 'failures by chance, as they happen: short reads, full disks, slow calls. SEED: a number, or random; RATE: 0.05, or 5%. Planned ones: -e inject= and -e fault=',
      details: 'failures by chance: see [tampering](#tampering)',
    },
  ],
};

const followOption: OptionDescription = {
  short: 'f',
  long: 'follow-forks',
  counted: 2,
  text: 'understood, as with strace: all that a program does is traced anyway',
  details: 'understood, as with strace; a program is one process, and all that it does is traced anyway',
};

/** The options of `trace` beside those of `run`. */
export const traceOptions: readonly OptionGroup[] = [
  {
    title: 'Trace',
    options: [
      {
        short: 'o',
        long: 'output',
        argument: 'FILE',
        text: "write the trace to a file; - is stdout, '|COMMAND' a pipe to a command",
        details:
          "writes the trace to a file. `-` is stdout. `'|less'`, or `'!less'`, is a pipe to a command of the shell, for whose end hostcall waits. Where stdout or stderr lead to the file, as with `-o /dev/stdout`, nothing in it is overwritten",
        default: 'stderr',
        completes: 'file',
        essential: true,
      },
      {
        short: 'A',
        long: 'output-append-mode',
        text: 'add the trace to what is in the file',
        details: 'adds the trace to what is in the file of `-o`',
      },
      formatOption,
      {
        long: 'redact',
        text: 'leave out what may be a secret: contents, arguments, the values of environment variables',
        details: 'leaves out what may be a secret: see [secrets](#secrets)',
      },
    ],
  },
  {
    ...selectionOptions,
    options: [...selectionOptions.options, followOption],
  },
  lineOptions,
  tamperingOptions,
  { ...summaryOptions, options: [...summaryOptions.options, wallClockOption] },
  {
    title: 'Failures',
    options: [
      {
        long: 'why',
        text: 'below each call that fails, the reason',
        details:
          'below each call that failed, the cause, as with `-v`, but nothing else of it: see [why a call fails](failures.md)',
        essential: true,
      },
      {
        long: 'explain-failures',
        text: 'at the end: what failed, why, how often, and what to do about it',
        details:
          'at the end: what failed, why, how often, and what to do about it, with or without the lines. What the program ended with comes first, and then what failed last',
        essential: true,
      },
    ],
  },
];

/** All groups of `trace`. */
export const traceGroups: readonly OptionGroup[] = [
  ...traceOptions,
  {
    title: 'As with strace',
    options: [
      {
        short: 'E',
        argument: 'NAME=VALUE',
        text: 'the same as --env NAME=VALUE',
        details:
          'the same as `--env NAME=VALUE`. A program inherits no variable, so there is none to be taken away with `-E NAME`',
        repeatable: 'list',
      },
    ],
  },
  ...runOptions,
];

/** What is to be known of tampering, below the options. */
export const tamperingNotes = `Tampering, as with strace; several add up, and calls are counted per hostcall, from 1:
  -e inject=SET:error=E         the call is not made, and fails: ENOSPC, nospc, 51
  -e inject=SET:retval=N        the call is not made, and succeeds with this result
  -e inject=SET:delay_enter=T   a delay before the call; delay_exit=T: after it. T: microseconds, or 5ms, 2s
  -e fault=SET[:error=E]        the same as inject= with an error, by default ENOSYS
  …:when=FIRST[..LAST][+[STEP]] only these calls: when=3, when=3+, when=3+2, when=3..9
  …:force                       also an error that the call does not return
With -P, only calls that touch the path are tampered with, also by --chaos.`;
