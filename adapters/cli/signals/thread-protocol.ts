/** The protocol between the main thread and the thread of a command. */
import type { ThreadPlace } from '../../node/thread-cpu-time.js';

/** The initial data of the thread. */
export interface ThreadData {
  /** The command line. */
  readonly words: readonly string[];
  /** Bytes of its stack. */
  readonly stack: number;
  /** Shared: how many things the thread would have to close if a signal came now. */
  readonly open: Int32Array;
  /** Shared: how many pieces the other command has taken. */
  readonly taken: Int32Array;
  /** How wide the terminals are that stdout and stderr lead to. */
  readonly columns: { readonly stdout: number | undefined; readonly stderr: number | undefined };
}

/** When the thread is to end. */
export interface TimeLimit {
  readonly reason: 'timeout' | 'cpu';
  readonly milliseconds: number;
  /** The thread's CPU time so far in nanoseconds, and where to read it later. */
  readonly computed: number;
  readonly place: ThreadPlace;
}

/** The messages of the thread. */
export type ThreadMessage =
  /** The command has ended by itself, with this exit status. */
  | { readonly status: number }
  /** It needs a stack of so many bytes, and is to be begun again. */
  | { readonly stack: number }
  /** It is to end at a limit of time. */
  | { readonly endAt: TimeLimit }
  /** Another command is to be started. */
  | { readonly pipeTo: string }
  /** The next piece of its input. */
  | { readonly piece: Uint8Array }
  /** A signal ends it: the thread is writing what there is, or has written it. */
  | { readonly closing: boolean };

/** The function of the thread that interrupts it is registered by this name, and the script that calls it is called so on the stack. */
export const INTERRUPTING_SCRIPT = 'hostcall-interruption';
