import type { Clocks } from '../../../domain/index.js';
import { CALLBACK, checkOptions, FLAG, having, MEASURE, type OptionKinds, recordOf } from '../../options/index.js';
import type { DenialFinder } from './call-examiner.js';
import { checkDumps, type DumpedDescriptors } from './dumped-descriptors.js';

/** What can be set about the tracing of a runtime. */
export interface TraceSettings {
  /** How many bytes of what a call reads or writes are kept with its event; with Infinity nothing is cut. Names are kept whole. Default 32. */
  readonly payload?: number | undefined;
  /** What times calls, in place of the runtime's monotonic clock: one that stands still while programs wait, say. Nanoseconds. */
  readonly clock?: Pick<Clocks, 'monotonic'> | undefined;
  /**
   * Keep whatever a call writes into the guest's memory, and a checksum of what it takes from there, as a recording needs. Of what it takes
   * itself, `payload` bytes are kept. Default false.
   */
  readonly whole?: boolean | undefined;
  /** Of these descriptors' calls all bytes they move are kept, whatever `payload` says. Default: of none. */
  readonly dumps?: DumpedDescriptors | undefined;
  /** Keep all buffers, subscriptions, events, directory entries and strings of a call, where otherwise long lists are cut. Default false. */
  readonly complete?: boolean | undefined;
  /** Keep of each descriptor of a call what it is and which rights it has when the call begins. Default false. */
  readonly details?: boolean | undefined;
  /** Keep the guest's stack when a call begins: tens of microseconds for each call. Default false. */
  readonly stacks?: boolean | undefined;
  /**
   * Keep nothing that may be a secret: what is read and written, random bytes, arguments and the values of environment variables. Names and sizes
   * stay. It comes before everything else here. Default false.
   */
  readonly redact?: boolean | undefined;
  /**
   * Who finds out why calls fail: `findDenials`. Then their events say why (`event.denial`). Only those cost more for it, and the few calls
   * that open and close descriptors. Default: no finder.
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
 * @throws ConfigurationError for a setting that does not exist, and for one that is something else than it can be
 */
export function checkTraceSettings(settings: TraceSettings): void {
  checkOptions(settings, 'a trace', traceSettingKinds);
  checkDumps(settings.dumps);
}
