/** How times are shown: `-t`, `-r` and `-T`, and what stands behind their long names, as strace has it. */
import type { Precision, StraceOptions, TimePrecision } from '../../../application/formats/index.js';
import { CommandLineError } from '../command-line-error.js';

/** The options as they were given. */
export interface TimeOptions {
  /** How many `-t`. */
  readonly absoluteTimestamps?: number;
  /** `[format:]FORMAT,[precision:]PRECISION`, either of them or both. */
  readonly absoluteTimestampsValue?: string;
  readonly relativeTimestamps?: boolean;
  readonly relativeTimestampsValue?: string;
  readonly hostcallTimes?: boolean;
  readonly hostcallTimesValue?: string;
}

const PRECISIONS: readonly string[] = ['s', 'ms', 'us', 'ns'] satisfies Precision[];
const FORMATS = ['none', 'time', 'unix'] as const;
type Format = (typeof FORMATS)[number];

/** What several `-t` mean. */
const COUNTED = [
  { format: 'none', precision: 's' },
  { format: 'time', precision: 's' },
  { format: 'time', precision: 'us' },
  { format: 'unix', precision: 'us' },
] as const;

/**
 * Turns the options into those of lines.
 * @throws CommandLineError for one that makes no sense
 */
export function timesShown(
  options: TimeOptions,
): Pick<StraceOptions, 'times' | 'timestamps' | 'relative' | 'precision'> {
  const { absoluteTimestampsValue: value, relativeTimestampsValue, hostcallTimesValue } = options;
  const { absoluteTimestamps: count = value === undefined ? 0 : 1 } = options;
  const counted = COUNTED[count];
  if (counted === undefined) throw new CommandLineError('-t is given more than three times', 'write -t, -tt or -ttt');
  const given = value === undefined ? {} : absoluteTime(value);
  const { format, precision: timestamps } = { ...counted, ...given };
  const precision: TimePrecision = {
    timestamps,
    relative: precisionOf('--relative-timestamps', relativeTimestampsValue),
    times: precisionOf('--hostcall-times', hostcallTimesValue),
  };
  return {
    ...(format !== 'none' && { timestamps: format === 'unix' ? 'epoch' : 'microseconds' }),
    relative: options.relativeTimestamps === true || relativeTimestampsValue !== undefined,
    times: options.hostcallTimes === true || hostcallTimesValue !== undefined,
    precision,
  };
}

function absoluteTime(value: string): { format?: Format; precision?: Precision } {
  const found: { format?: Format; precision?: Precision } = {};
  for (const word of value.split(',')) {
    const [, kind, name = ''] = /^(?:(format|precision):)?(.*)$/s.exec(word) ?? [];
    if (kind !== 'precision' && (FORMATS as readonly string[]).includes(name)) found.format = name as Format;
    else if (kind !== 'format' && PRECISIONS.includes(name)) found.precision = name as Precision;
    else
      throw new CommandLineError(
        `invalid word '${word}' in --absolute-timestamps=${value}`,
        `write a format (${FORMATS.join(', ')}), a precision (${PRECISIONS.join(', ')}), or both with a comma between`,
      );
  }
  return found;
}

function precisionOf(option: string, value: string | undefined): Precision | undefined {
  if (value === undefined || PRECISIONS.includes(value)) return value as Precision | undefined;
  throw new CommandLineError(`invalid precision '${value}' in ${option}`, `write one of ${PRECISIONS.join(', ')}`);
}
