import type { TraceFormat } from '../../../application/formats/index.js';
import type { CallStatus } from '../../../application/tracing/index.js';
import type { FormDescription, OptionDescription, OptionGroup } from '../command-description.js';
import { type RunOptions, runOptions } from '../run/run-options.js';
import { type LineOptions, lineOptions } from './line-options.js';
import { summaryColumns, summaryOrders } from './summary-table.js';

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

/** Which calls are wanted. Letters and long names are those of strace, where a hostcall is like a system call. */
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
  text: 'also count the time that calls spend waiting, as -C always does',
  details: 'in the table, also count the time that calls spend waiting, as `-C` always does',
};

/** Failures by chance. Planned ones are given with `-e`. */
export const tamperingOptions: OptionGroup = {
  title: 'Tampering',
  options: [
    {
      long: 'chaos',
      argument: 'SEED[:RATE]',
      text: 'random failures: short reads, full disks, slow calls. SEED: a number, or random; RATE: 0.05, or 5%. Planned ones: -e inject= and -e fault=',
      details: 'random failures: see [tampering](#tampering)',
    },
  ],
};

const followOption: OptionDescription = {
  short: 'f',
  long: 'follow-forks',
  counted: 2,
  text: 'accepted, as in strace: everything that a program does is traced anyway',
  details: 'accepted, as in strace; a program is one process, and everything that it does is traced anyway',
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
        text: 'append the trace to the file',
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

/** The notes on tampering, below the options. */
export const tamperingNotes = `Tampering, as with strace; several add up, and calls are counted per hostcall, from 1:
  -e inject=SET:error=E         the call is not made, and fails: ENOSPC, nospc, 51
  -e inject=SET:retval=N        the call is not made, and succeeds with this result
  -e inject=SET:delay_enter=T   a delay before the call; delay_exit=T: after it. T: microseconds, or 5ms, 2s
  -e fault=SET[:error=E]        the same as inject= with an error, by default ENOSYS
  …:when=FIRST[..LAST][+[STEP]] only these calls: when=3, when=3+, when=3+2, when=3..9
  …:force                       also an error that the call does not return
With -P, only calls that touch the path are tampered with, also by --chaos.`;
