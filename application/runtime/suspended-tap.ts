import type { RawArgument, ShellTap, ShellTracer } from '../abi/index.js';

/** A tap of a guest that is suspended: a call begins before it waits, and its shell is called when it has. */
export class SuspendedTap implements ShellTap {
  readonly #tap: ShellTap;
  #begun: ShellTracer | undefined;
  #resumed: ShellTracer | undefined;

  constructor(tap: ShellTap) {
    this.#tap = tap;
  }

  /** Notes that a call begins, which then waits. */
  begin(call: number, args: readonly RawArgument[]): void {
    this.#begun = this.#tap.tracer(call) ?? undefined;
    this.#begun?.begin(call, ...args);
  }

  /** Lets the shell that is called next go on with the call that has begun. */
  resume(): void {
    this.#resumed = this.#begun;
    this.#begun = undefined;
  }

  tracer(call: number): ShellTracer | null {
    const resumed = this.#resumed;
    if (resumed === undefined) return this.#tap.tracer(call);
    this.#resumed = undefined;
    return {
      begin: () => {},
      end: (number, errno) => resumed.end(number, errno),
      leave: number => resumed.leave(number),
    };
  }
}
