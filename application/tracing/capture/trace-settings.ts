import type { Clocks } from '../../../domain/index.js';
import { CALLBACK, checkOptions, FLAG, having, MEASURE, type OptionKinds, recordOf } from '../../options/index.js';
import type { DenialFinder } from './call-examiner.js';
import { checkDumps, type DumpedDescriptors } from './dumped-descriptors.js';

/** Settings for the tracing of a runtime. */
export interface TraceSettings {
  /** How many bytes of what a call reads or writes are kept with its event; with Infinity nothing is cut. Names are kept whole. Default 32. */
  readonly payload?: number | undefined;
  /** The clock that times calls, in place of the runtime's monotonic clock: for example one that stands still while programs wait. Nanoseconds. */
  readonly clock?: Pick<Clocks, 'monotonic'> | undefined;
  /**
   * Keep everything that a call writes to the guest's memory, and a checksum of what it reads there, as a recording needs. Of the bytes that it
   * reads, `payload` are kept. Default false.
   */
  readonly whole?: boolean | undefined;
  /** Calls on these descriptors keep all bytes that they move, whatever `payload` says. Default: none. */
  readonly dumps?: DumpedDescriptors | undefined;
  /** Keep all buffers, subscriptions, events, directory entries and strings of a call, where otherwise long lists are cut. Default false. */
  readonly complete?: boolean | undefined;
  /** Keep the type and the rights of each descriptor of a call when the call begins. Default false. */
  readonly details?: boolean | undefined;
  /** Keep the guest's stack when a call begins: tens of microseconds for each call. Default false. */
  readonly stacks?: boolean | undefined;
  /**
   * Keep nothing that may be a secret: what is read and written, random bytes, arguments and the values of environment variables. Names and sizes
   * stay. It overrides everything else here. Default false.
   */
  readonly redact?: boolean | undefined;
  /**
   * The finder of why calls fail: `findDenials`. Then their events say why (`event.denial`). Only those cost more, and the few calls that open and
   * close descriptors. Default: no finder.
   */
  readonly denials?: DenialFinder | undefined;
}

/** What each setting can be. */
export const traceSettingKinds: OptionKinds<TraceSettings> = {
  payload: { ...MEASURE, expected: 'a number of bytes, or Infinity' },
  clock: having('monotonic'),
  whole: FLAG,
  dumps: recordOf('descriptors, with read, write or both'),
  complete: FLAG,
  details: FLAG,
  stacks: FLAG,
  redact: FLAG,
  denials: { ...CALLBACK, expected: 'findDenials' },
};

/**
 * Checks what is set about traces. A setting that is undefined is not set.
 * @throws ConfigurationError for a setting that does not exist, and for an invalid value of one
 */
export function checkTraceSettings(settings: TraceSettings): void {
  checkOptions(settings, 'a trace', traceSettingKinds);
  checkDumps(settings.dumps);
}
