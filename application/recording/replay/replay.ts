import type { CompiledModule, Engine, Exports, Imports } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { standardLine } from '../../formats/index.js';
import { kindOf, linkError, requireEntry, requireImports } from '../../modules/index.js';
import { CALLBACK, checkOptions, type OptionKinds, recordOf } from '../../options/index.js';
import { memoryOf } from '../../runtime/index.js';
import type { Recording } from '../recording.js';
import type { RecordedEnd } from '../recording-header.js';
import { endingLine, isExhausted } from './recorded-end.js';
import { ReplayDivergence } from './replay-divergence.js';
import { obstacleTo } from './replayable.js';
import { ReplayedGuest, type ReplayObserver } from './replayed-guest.js';

/** Options of a replay. */
export interface ReplayOptions extends ReplayObserver {
  /** The module's imports besides WASI. They are not recorded, and must do the same as when the program was recorded. */
  readonly imports?: Imports | undefined;
  /** Calls what was called when the program was recorded; by default `_start`, or `_initialize` of a reactor. */
  readonly start?: ((exports: Exports) => void) | undefined;
}

const kinds: OptionKinds<ReplayOptions> = {
  imports: recordOf('modules by name'),
  start: CALLBACK,
  output: CALLBACK,
  replayed: CALLBACK,
};

/**
 * Runs a program again with the recorded results of its hostcalls. No file system, clock or randomness is used, and nothing waits.
 * @param module the program that was recorded
 * @param engine that runs it
 * @returns how it ended, as recorded; for a trap, a signal and a failure of the host as well. A trap has the functions it came out of in this run; after a
 *   signal the program is stopped with its last recorded call
 * @throws ReplayDivergence if the program diverges from the recording; ConfigurationError for a recording that cannot be replayed or a module with
 *   other imports; what the observer throws
 */
export async function replay(
  recording: Recording,
  module: CompiledModule,
  engine: Engine,
  options: ReplayOptions = {},
): Promise<RecordedEnd> {
  checkOptions(options, 'replay()', kinds);
  const obstacle = obstacleTo(recording);
  if (obstacle !== undefined)
    throw new ConfigurationError(`the recording cannot be replayed: ${obstacle}`, 'record the program again');
  const { imports: given = {}, start } = options;
  const { unknownImports, network } = recording.header;
  requireImports(module, given, unknownImports, network);
  if (start === undefined) requireEntry(module);
  if ('signal' in recording.end && recording.callCount === 0) return recording.end;
  const guest = new ReplayedGuest(recording, engine, options);
  let end: RecordedEnd;
  try {
    const imported = memoryOf(module, {}, given);
    if (imported !== undefined) guest.attach(imported);
    const { exports } = await engine.instantiate(module, guest.importsFor(module, given));
    const memory = memoryOf(module, exports, given);
    if (memory !== undefined) guest.attach(memory);
    if (start === undefined) startProgram(module, exports);
    else start(exports);
    end = { exitCode: 0 };
  } catch (thrown) {
    end = endOf(thrown, guest, recording, engine);
  }
  if (guest.failure !== undefined) throw guest.failure;
  requireSameEnd(end, guest, recording);
  return 'trap' in end ? { ...recording.end, ...(end.stack && { stack: end.stack }) } : recording.end;
}

/** Starts a command, or prepares a reactor. */
function startProgram(module: CompiledModule, exports: Exports): void {
  const kind = kindOf(module);
  if (kind !== 'library') (exports[kind === 'command' ? '_start' : '_initialize'] as () => void)();
}

/** The end that an exception from the guest stands for. */
function endOf(thrown: unknown, guest: ReplayedGuest, { end }: Recording, engine: Engine): RecordedEnd {
  if (guest.failure !== undefined || guest.left || guest.abandoned) return end;
  if (guest.trap !== undefined) return guest.trap;
  const trap = engine.trapText(thrown);
  if (trap === undefined) throw engine.isLinkError(thrown) ? linkError(thrown as Error) : thrown;
  return { trap, stack: engine.framesOf(thrown) };
}

/** @throws ReplayDivergence if there are more calls in the recording, or it ends in another way */
function requireSameEnd(end: RecordedEnd, guest: ReplayedGuest, recording: Recording): void {
  if (isExhausted(end) && isExhausted(recording.end)) return;
  const { count } = guest;
  const more = guest.next();
  const actual = endingLine(end);
  if (more !== undefined) throw new ReplayDivergence('the program ends there', count, standardLine(more), actual);
  const recorded = endingLine(recording.end);
  if (actual !== recorded) throw new ReplayDivergence('it ends in another way', count, recorded, actual);
}
