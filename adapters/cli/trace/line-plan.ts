/** The meaning of the options about lines. */
import { basename } from 'node:path';
import { type StraceOptions, type WallClock, wallClockOf } from '../../../application/formats/index.js';
import { hostcallsIn } from '../../../application/hostcall-set.js';
import { functionSymbols } from '../../../application/modules/index.js';
import type { TraceSettings } from '../../../application/tracing/index.js';
import { CommandLineError } from '../command-line-error.js';
import type { PreparedGuest } from '../guest/guest-run.js';
import { type ColourChoice, isColoured } from '../terminal/colour.js';
import { wholeNumber } from '../whole-number.js';
import type { Expressions } from './expressions.js';
import { hostPaths } from './host-paths.js';
import type { LineOptions } from './line-options.js';
import { tracePalette } from './palette.js';
import { timesShown } from './time-options.js';
import type { TraceOptions } from './trace-options.js';

/** The style of lines. */
export interface LinePlan {
  /** What can be said of any program. */
  readonly strace: StraceOptions;
  readonly stacks: boolean;
  /** Calls in a row that are the same are one line. */
  readonly fold: boolean;
  /** Below each call is its sentence. */
  readonly sentences: boolean;
  readonly colour: ColourChoice | undefined;
}

const MOST_BYTES = 2n ** 30n;
const HEX_STRINGS = ['none', 'non-ascii', 'all'] as const;

/**
 * Makes a plan of the options.
 * @param expressions what all `-e` say
 * @throws CommandLineError for an option that makes no sense
 */
export function linePlan(options: LineOptions & Pick<TraceOptions, 'why'>, expressions: Expressions): LinePlan {
  const { stringLimit, columns, constPrintStyle = 'abbrev', x = 0, y = 0 } = options;
  const { read, write, raw = [], verbose = [] } = expressions;
  const decoding = options.decodeFds ?? expressions.decodeFds ?? (y > 1 ? 'all' : 'path');
  return {
    strace: {
      raw: constPrintStyle === 'raw' || raw,
      numbers: constPrintStyle === 'verbose',
      hexStrings: options.stringsInHex ?? HEX_STRINGS[Math.min(x, 2)] ?? 'none',
      descriptorPaths: decoding !== 'none',
      descriptorDetails: decoding === 'all',
      verbose: options.abbrev === false || verbose,
      reasons: options.why === true,
      ...timesShown(options),
      sequence: options.hostcallNumber === true,
      dumps: read === undefined && write === undefined ? undefined : { read, write },
      ...(stringLimit !== undefined && { stringSize: Number(wholeNumber('-s', stringLimit, 0n, MOST_BYTES, 256)) }),
      ...(columns !== undefined && { column: Number(wholeNumber('-a', columns, 0n, 1000n, 40)) }),
    },
    stacks: options.stackTraces === true,
    fold: options.fold === true,
    sentences: options.explain === true,
    colour: options.color,
  };
}

/** Whether there are hostcalls without abbreviations. */
export function isVerbose({ verbose = false }: StraceOptions): boolean {
  return typeof verbose === 'boolean' ? verbose : hostcallsIn(verbose).length > 0;
}

/** The captures that lines of this style need. */
export function settingsFor({ strace, stacks }: LinePlan): TraceSettings {
  const { stringSize, dumps, descriptorDetails: details = false } = strace;
  return {
    ...(stringSize !== undefined && { payload: stringSize }),
    dumps,
    complete: isVerbose(strace),
    details,
    stacks,
  };
}

/**
 * The options of a formatter for a program that runs.
 * @param fd where the lines go
 */
export function straceOptions(plan: LinePlan, guest: PreparedGuest, fd: number): StraceOptions {
  const { strace, stacks } = plan;
  return {
    ...painted(plan, fd),
    ...(strace.timestamps && { wallClock: wallClockFor(guest) }),
    ...(strace.descriptorDetails && { hostPath: hostPaths(guest.setting) }),
    ...(stacks && { symbols: functionSymbols(guest.bytes, basename(guest.program)) }),
  };
}

/**
 * The options of a formatter for calls that were recorded.
 * @param fd where the lines go
 * @param wallClock of the run
 * @throws CommandLineError for what is not in a recording
 */
export function recordedStraceOptions(plan: LinePlan, fd: number, wallClock: WallClock): StraceOptions {
  const option = plan.stacks ? '-k' : plan.strace.descriptorDetails ? '-yy' : undefined;
  if (option !== undefined)
    throw new CommandLineError(`${option} shows what is not in a recording`, 'use it with `hostcall trace`');
  return { ...painted(plan, fd), wallClock };
}

/** With colours if enabled. A file has none, whatever is set for the terminal. */
export function painted({ strace, colour }: LinePlan, fd: number): StraceOptions {
  const isStream = fd === 1 || fd === 2;
  return { ...strace, ...(isStream && isColoured(fd, colour) && { palette: tracePalette() }) };
}

/** A world with a clock of its own is not looked at: that would move it. Its times are the same in each run, so also in each time zone. */
function wallClockFor({ setting, world }: PreparedGuest): WallClock {
  return setting.start === undefined ? wallClockOf(world.ports.clocks) : { offset: setting.start, utc: true };
}
