import {
  BIGINT,
  CALLBACK,
  COUNT,
  checkOptions,
  either,
  FLAG,
  having,
  LIMIT,
  type OptionKinds,
  oneOf,
  recordOf,
  required,
  TEXT,
  TEXTS,
  withDefaults,
} from '../../options/index.js';
import { hexStrings } from '../../text/index.js';
import { checkDumps } from '../../tracing/index.js';
import { DIGITS } from './seconds.js';
import {
  type CompleteStraceOptions,
  STRACE_DEFAULTS,
  type StraceOptions,
  type TimePrecision,
} from './strace-options.js';
import type { WallClock } from './wall-clock.js';

const timestamps: readonly StraceOptions['timestamps'][] = ['seconds', 'microseconds', 'epoch'];

const kinds: OptionKinds<StraceOptions> = {
  stringSize: LIMIT,
  hexStrings: oneOf(hexStrings),
  descriptorPaths: FLAG,
  descriptorDetails: FLAG,
  hostPath: CALLBACK,
  column: COUNT,
  raw: either(FLAG, TEXTS),
  numbers: FLAG,
  verbose: either(FLAG, TEXTS),
  reasons: FLAG,
  caller: TEXT,
  times: FLAG,
  timestamps: oneOf(timestamps),
  precision: recordOf('precisions, by what is shown: timestamps, relative, times'),
  wallClock: recordOf('an offset, as wallClockOf() makes it'),
  relative: FLAG,
  sequence: FLAG,
  dumps: recordOf('descriptors, with read, write or both'),
  symbols: having('nameOf', 'startOf'),
  palette: having('name', 'string', 'label', 'errno', 'mark'),
};

const PRECISION = oneOf(Object.keys(DIGITS));
const precisionKinds: OptionKinds<TimePrecision> = { timestamps: PRECISION, relative: PRECISION, times: PRECISION };

const wallClockKinds: OptionKinds<WallClock> = { offset: required(BIGINT), utc: FLAG };

/**
 * Completes options with their defaults.
 * @throws ConfigurationError for an option that does not exist, and for an invalid value of one
 */
export function completeOptions(options: StraceOptions = {}): CompleteStraceOptions {
  checkOptions(options, 'the format of strace', kinds);
  checkDumps(options.dumps);
  if (options.precision !== undefined) checkOptions(options.precision, 'precision', precisionKinds);
  if (options.wallClock !== undefined) checkOptions(options.wallClock, 'wallClock', wallClockKinds);
  return withDefaults<CompleteStraceOptions>(STRACE_DEFAULTS, options);
}
