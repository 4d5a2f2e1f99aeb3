import type { HostcallSelection } from '../../hostcall-set.js';
import type { GuestSymbols } from '../../modules/index.js';
import type { HexStrings } from '../../text/index.js';
import type { DumpedDescriptors } from '../../tracing/index.js';
import type { Precision } from './seconds.js';
import type { WallClock } from './wall-clock.js';

/** Returns a piece of a line with colour codes, which must not take room on the screen. */
export type Paint = (text: string) => string;

/** How the pieces of a line are coloured. */
export interface StracePalette {
  /** The hostcall's name. */
  readonly name: Paint;
  readonly string: Paint;
  /** The label of a descriptor. */
  readonly label: Paint;
  /** The text after the `=` of a call that failed. */
  readonly errno: Paint;
  /** `(INJECTED)`, `(DELAYED)`, `<unfinished ...>`. */
  readonly mark: Paint;
}

/** The precision of the times in a line. */
export interface TimePrecision {
  readonly timestamps?: Precision | undefined;
  /** The seconds since the call before. */
  readonly relative?: Precision | undefined;
  /** The seconds in the call. */
  readonly times?: Precision | undefined;
}

/** How a call is printed. */
export interface StraceOptions {
  /** How many bytes of a string are shown; names are never cut. Default 32; more requires as large a `payload` in the trace's settings. */
  readonly stringSize?: number | undefined;
  /** Which strings are shown with all bytes in hexadecimal: those that are not ASCII, or all; or only the bytes that are not ASCII. Default `none`. */
  readonly hexStrings?: HexStrings | undefined;
  /** Whether descriptors are shown with their label, as in `3</>`. Default true. */
  readonly descriptorPaths?: boolean | undefined;
  /**
   * Whether descriptors are shown with their type and rights, as in `3</<DIRECTORY, PATH_OPEN>>`. Requires `details` in the trace's settings.
   * Default false.
   */
  readonly descriptorDetails?: boolean | undefined;
  /** With details: the host path of a descriptor, by its label; undefined if it has none or it is unknown. Default: all are unknown. */
  readonly hostPath?: ((label: string) => string | undefined) | undefined;
  /** The column of the `=`. Default 40. */
  readonly column?: number | undefined;
  /** Whether to show the numbers of the ABI instead of their meaning; or for which hostcalls. Default false. */
  readonly raw?: boolean | HostcallSelection | undefined;
  /** Whether flags and other constants show their number beside their name, as in `0x1` and then CREAT as a comment. Default false. */
  readonly numbers?: boolean | undefined;
  /**
   * Whether nothing is abbreviated, or for which hostcalls: all rights by name, all fields, all entries. Long lists require `complete` in the trace's
   * settings. Includes `reasons`. Default false.
   */
  readonly verbose?: boolean | HostcallSelection | undefined;
  /** Whether the denial of a call that failed is explained below it. Requires `denials` in the trace's settings. Default false. */
  readonly reasons?: boolean | undefined;
  /** Begin with the caller, in brackets, such as `pid 4711` or `worker 2`, where others write to the same place. Default: no caller. */
  readonly caller?: string | undefined;
  /** Whether to show the time spent in the call, in seconds. Default false. */
  readonly times?: boolean | undefined;
  /** Begin with the time at which the call began: as time of day, also with microseconds, or as seconds since 1970. Default: no timestamp. */
  readonly timestamps?: 'seconds' | 'microseconds' | 'epoch' | undefined;
  /** The precision of times. Default: microseconds; with `timestamps: 'seconds'` seconds. */
  readonly precision?: TimePrecision | undefined;
  /** Converts the time of events to the time of day. Default: events count from 1970. */
  readonly wallClock?: WallClock | undefined;
  /** Whether to begin with the seconds since the call before began. Default false. */
  readonly relative?: boolean | undefined;
  /** Whether to begin with the call's `sequence`. Default false. */
  readonly sequence?: boolean | undefined;
  /** The descriptors whose reads and writes are dumped below the line. Requires the same `dumps` in the trace's settings. Default: none. */
  readonly dumps?: DumpedDescriptors | undefined;
  /** Names the functions of stacks, which are printed below the line if the trace's settings enable them. Default: the engine's names. */
  readonly symbols?: GuestSymbols | undefined;
  /** Colours. Default: none. */
  readonly palette?: StracePalette | undefined;
}

type Optional = 'timestamps' | 'wallClock' | 'dumps' | 'symbols' | 'palette';

/** The options with their defaults. */
export type CompleteStraceOptions = {
  readonly [Name in Exclude<keyof StraceOptions, Optional>]-?: NonNullable<StraceOptions[Name]>;
} & Pick<StraceOptions, Optional>;

/** How a call is printed where no options say otherwise. */
export const STRACE_DEFAULTS: CompleteStraceOptions = {
  stringSize: 32,
  hexStrings: 'none',
  descriptorPaths: true,
  descriptorDetails: false,
  hostPath: () => undefined,
  column: 40,
  raw: false,
  numbers: false,
  verbose: false,
  reasons: false,
  caller: '',
  times: false,
  relative: false,
  sequence: false,
  precision: {},
};
