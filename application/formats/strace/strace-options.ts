import type { GuestSymbols } from '../../modules/index.js';
import type { HexStrings } from '../../text/index.js';
import type { DumpedDescriptors } from '../../tracing/index.js';
import type { WallClock } from './wall-clock.js';

/** Gives a piece of a line back with whatever colours it. What it adds must take no room where the line is shown. */
export type Paint = (text: string) => string;

/** How the pieces of a line are coloured. */
export interface StracePalette {
  /** The hostcall's name. */
  readonly name: Paint;
  readonly string: Paint;
  /** What a descriptor is called. */
  readonly label: Paint;
  /** What is behind the `=` of a call that failed. */
  readonly errno: Paint;
  /** `(INJECTED)`, `(DELAYED)`, `<unfinished ...>`. */
  readonly mark: Paint;
}

/** How a call is to look. */
export interface StraceOptions {
  /** How many bytes of a string are shown; names are never cut. Default 32; more needs as much `payload` in the trace's settings. */
  readonly stringSize?: number;
  /** Which strings have all bytes in hexadecimal: those that are not ASCII, or all; or only the bytes that are not ASCII. Default `none`. */
  readonly hexStrings?: HexStrings;
  /** Whether descriptors show what they are called, as in `3</>`. Default true. */
  readonly descriptorPaths?: boolean;
  /**
   * Whether they also show what they are and which rights they have, as in `3</<DIRECTORY, PATH_OPEN>>`. It needs `details` in the trace's settings.
   * Default false.
   */
  readonly descriptorDetails?: boolean;
  /** With details: where on the host a descriptor leads, by what it is called; undefined where that is nowhere or unknown. Default: nothing is known. */
  readonly hostPath?: (label: string) => string | undefined;
  /** The column of the `=`. Default 40. */
  readonly column?: number;
  /** Whether to show the numbers of the ABI instead of what they mean. Default false. */
  readonly raw?: boolean;
  /** Whether flags and other constants show their number beside their name, as in `0x1` and then CREAT as a comment. Default false. */
  readonly numbers?: boolean;
  /**
   * Whether nothing is abbreviated: all rights by name, all fields, all entries. Long lists need `complete` in the trace's settings. Below a
   * call that failed it is said why, if the settings have `denials`. Default false.
   */
  readonly verbose?: boolean;
  /** Whether to show the time spent in the call, in seconds. Default false. */
  readonly times?: boolean;
  /** Begin with the time at which the call began: as time of day, also with microseconds, or as seconds since 1970. Default: don't. */
  readonly timestamps?: 'seconds' | 'microseconds' | 'epoch' | undefined;
  /** How the time of events becomes the time of day. Without it, it is taken for the time since 1970. */
  readonly wallClock?: WallClock | undefined;
  /** Whether to begin with the seconds since the call before began. Default false. */
  readonly relative?: boolean;
  /** Whether to begin with the call's `sequence`. Default false. */
  readonly sequence?: boolean;
  /** Of which descriptors to dump what is read and written, below the line. It needs the same `dumps` in the trace's settings. Default: none. */
  readonly dumps?: DumpedDescriptors | undefined;
  /** What names the functions of stacks, which stand below the line where the trace's settings ask for them. Default: the engine. */
  readonly symbols?: GuestSymbols | undefined;
  /** Colours. Default: none. */
  readonly palette?: StracePalette | undefined;
}

type Optional = 'timestamps' | 'wallClock' | 'dumps' | 'symbols' | 'palette';

/** The options with their defaults. */
export type CompleteStraceOptions = Required<Omit<StraceOptions, Optional>> & Pick<StraceOptions, Optional>;

const DEFAULTS: CompleteStraceOptions = {
  stringSize: 32,
  hexStrings: 'none',
  descriptorPaths: true,
  descriptorDetails: false,
  hostPath: () => undefined,
  column: 40,
  raw: false,
  numbers: false,
  verbose: false,
  times: false,
  relative: false,
  sequence: false,
};

/** Completes options with their defaults. */
export function completeOptions(options: StraceOptions = {}): CompleteStraceOptions {
  return { ...DEFAULTS, ...options };
}
