import {
  access,
  type DescriptorTable,
  type Events,
  type Interest,
  interestOf,
  isReady,
  longestWait,
  Poll,
  type Ports,
  type Subscriptions,
} from '../../domain/index.js';

/** What a call waits for. */
export interface Pending {
  /** Nanoseconds from now; `Infinity` without a deadline. */
  readonly nanoseconds: number;
  /** Streams and sockets, none of which is ready. */
  readonly interests: readonly Interest[];
  /** The deadline of a call that may not wait for ever, in monotonic nanoseconds. */
  readonly deadline?: number;
  /** The poll that it is a round of, if it is one. */
  readonly poll?: Poll;
}

/**
 * Tells what a call would wait for, before it is made: where a guest is suspended instead of its thread blocked, the wait comes first, and then the call,
 * which finds everything ready. The rules are those of the calls: the same functions are asked.
 */
export class PendingCalls {
  /** A poll that has waited, for the call that comes next: its deadlines go on. */
  waited: Poll | undefined;
  readonly #descriptors: DescriptorTable;
  readonly #ports: Pick<Ports, 'clocks'>;

  constructor(descriptors: DescriptorTable, ports: Pick<Ports, 'clocks'>) {
    this.#descriptors = descriptors;
    this.#ports = ports;
  }

  /**
   * A call that reads or writes through a descriptor.
   * @param rights that it asks of the descriptor
   * @param socket whether it is for sockets only
   * @param before what it has waited for; undefined at first
   * @returns undefined if it would not wait, or no longer
   */
  transfer(
    fd: number,
    event: Interest['event'],
    rights: number,
    socket: boolean,
    before?: Pending,
  ): Pending | undefined {
    const found = access(this.#descriptors, fd, rights);
    if (typeof found === 'number' || (socket && found.resource.kind !== 'socket')) return undefined;
    const interest = interestOf(found, event);
    if (interest === undefined || isReady(interest)) return undefined;
    const longest = longestWait(found, event);
    if (longest === Number.POSITIVE_INFINITY) return { nanoseconds: longest, interests: [interest] };
    const now = this.#ports.clocks.monotonic();
    const deadline = before?.deadline ?? now + longest;
    return deadline <= now ? undefined : { nanoseconds: deadline - now, interests: [interest], deadline };
  }

  /**
   * A round of poll_oneoff.
   * @param events room for its events, which are asked for again later
   * @param before what was waited for in the round before; undefined in the first
   * @returns undefined if the call would not wait, or has waited; then {@link waited} is its poll
   */
  poll(subscriptions: Subscriptions, events: Events, before?: Pending): Pending | undefined {
    const poll = before?.poll ?? new Poll(this.#descriptors, this.#ports.clocks);
    this.waited = before?.poll;
    if (subscriptions.count === 0 || poll.round(subscriptions, events) > 0) return undefined;
    return { nanoseconds: poll.remaining, interests: [...poll.interests], poll };
  }
}
