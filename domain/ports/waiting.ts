import type { Stream } from './file-and-stream.js';
import type { Socket } from './sockets.js';

/** A stream or socket, and what it is to be ready for. */
export interface Interest {
  readonly source: Stream | Socket;
  /** To be read, or to accept a connection (`read`); or to be written (`write`). */
  readonly event: 'read' | 'write';
}

/** Port: waiting. It is the only place where a call waits: nothing else blocks. */
export interface Waiting {
  /**
   * Blocks the calling thread until `nanoseconds` have passed, or earlier when one of `interests` may be ready. It may return early, for no reason:
   * the caller checks its clock and what it waits for again.
   *
   * How it learns that something is ready is up to the adapter: by the `handle` of a stream or socket that it knows, or by having the caller ask from
   * time to time.
   * @param nanoseconds from now, 0 or more; `Infinity` without a deadline
   * @param interests none was ready when it was last asked
   * @returns 0; or `-EAGAIN` at once, if there is no deadline and none of `interests` can become ready while this thread is blocked
   */
  wait(nanoseconds: number, interests: readonly Interest[]): number;

  /**
   * The same without blocking the thread. Absent where the host cannot.
   * @returns a promise of 0, which is never rejected
   */
  readonly waitAsync?: ((nanoseconds: number, interests: readonly Interest[]) => Promise<number>) | undefined;
}
