import type { Observable } from 'rxjs';
import type { Abi, Clocks, StackFrame } from '../../../domain/index.js';
import type { ShellTap } from '../../abi/index.js';
import type { HostcallEvent } from '../events/hostcall-event.js';
import type { CallExaminer, DenialFinder } from './call-examiner.js';
import type { CallExtras } from './call-record.js';
import type { TracedCopies, TracedDescriptors, TracedMemory, TracedStrings } from './capture-context.js';

/** The guest that a tap listens to. */
export interface TappedGuest {
  readonly memory: TracedMemory;
  readonly descriptors: TracedDescriptors;
  readonly strings: TracedStrings;
  readonly copies?: TracedCopies | undefined;
  readonly clocks: Pick<Clocks, 'monotonic'>;
  readonly abi: Abi;
  /** Its number in events, from the hub's `nextInstance`; a new one by default. */
  readonly instance?: number;
  /** The number of the thread that makes the calls; 1 by default. */
  readonly thread?: number;
  /** Tells which functions lead to the call that is being made, where the engine cannot: of a thread that is elsewhere. */
  readonly frames?: () => readonly StackFrame[];
  /** Finds out why its calls fail, if the trace's settings have a finder. */
  readonly examiner?: CallExaminer | undefined;
}

/** What connects the hostcalls of one guest, as one ABI has them, to the trace. */
export interface GuestTap extends ShellTap {
  /**
   * Notes something about the call that is being made, if its event is wanted.
   * @param call the hostcall's number: nothing is noted if the call being recorded is another
   */
  note(extras: CallExtras, call?: number): void;
  /** Tells of calls that have not returned and never will. To be called when something was thrown out of the guest. */
  settle(): void;
  /** Ends the guest's part in the trace. */
  close(): void;
}

/** One guest's part in the trace. It refers to nothing of the guest: a subscriber does not keep the guest's memory alive. */
export interface GuestTrace {
  /** The guest's number in events. */
  readonly instance: number;
  /** The guest's finished calls. Completes when the guest is closed, at once if it is closed already. */
  readonly hostcalls$: Observable<HostcallEvent>;
  /** Who finds out why calls fail. */
  readonly denials: DenialFinder | undefined;
  /** Whether it is to be known which functions lead to calls. */
  readonly stacks: boolean;
  /** Connects hostcalls of the guest. */
  tap(guest: TappedGuest): GuestTap;
  /** Throws an error of the embedder's code outside of the guest, in a task of its own. */
  throwLater(error: unknown): void;
  /** Completes {@link hostcalls$}. To be called when the guest makes no more calls. */
  close(): void;
}
