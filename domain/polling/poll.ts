import { type Descriptor, type DescriptorTable, streamOf } from '../descriptors/index.js';
import { type Clocks, type File, type Interest, NOT_READY } from '../ports/index.js';
import {
  Clockid,
  Errno,
  Eventrwflag,
  type Events,
  Eventtype,
  type PollEvent,
  requiredRights,
  rightsFor,
  type Subscription,
  type Subscriptions,
  type Timestamp,
} from '../preview1/index.js';
import { canWaitFor, isAbsolute, remainingUntil } from './deadline.js';

/** The rights that poll_oneoff needs of its descriptors; one is enough. */
const POLL_RIGHTS = requiredRights('poll_oneoff', 'in');
const READ_EVENT_RIGHTS = rightsToPoll(Eventtype.FD_READ);
const WRITE_EVENT_RIGHTS = rightsToPoll(Eventtype.FD_WRITE);

/** The rights for an event beside those for any, which matter on what may never be ready. */
function rightsToPoll(type: number): number {
  const [needed] = rightsFor('poll_oneoff', 'in', () => type);
  return needed & ~POLL_RIGHTS;
}

/**
 * The rounds of poll_oneoff. Each asks every subscription, and reports those that have occurred, in their order. If none has, what to wait for is known
 * afterwards, and for how long; then comes the next round.
 *
 * A relative timeout counts on the monotonic clock from the first round, also for REALTIME: setting the wall clock neither shortens nor lengthens a
 * sleep. An absolute one is compared with its own clock in every round.
 */
export class Poll {
  /** The sources that were not ready in the last round. */
  readonly interests: Interest[] = [];
  /** Nanoseconds from the last round to the nearest deadline; `Infinity` without one. */
  remaining = Number.POSITIVE_INFINITY;
  readonly #descriptors: DescriptorTable;
  readonly #clocks: Clocks;
  readonly #now: Timestamp = { seconds: 0, nanoseconds: 0 };
  /** Monotonic nanoseconds of the first round; read only if something has to be measured from it. */
  #began = -1;
  /** Monotonic nanoseconds of this round: what shares a deadline is due in the same round. */
  #roundTime = -1;

  constructor(descriptors: DescriptorTable, clocks: Clocks) {
    this.#descriptors = descriptors;
    this.#clocks = clocks;
  }

  /** Makes it ready for the first round of another call. */
  begin(): void {
    this.#began = -1;
  }

  /**
   * One round.
   * @param events set to what has occurred; there is room for as many as there are subscriptions
   * @returns how many events there are
   */
  round({ count, items }: Subscriptions, events: Events): number {
    this.remaining = Number.POSITIVE_INFINITY;
    this.interests.length = 0;
    this.#roundTime = -1;
    events.count = 0;
    for (let i = 0; i < count; i++) {
      const subscription = items[i] as Subscription;
      const { type } = subscription;
      if (type === Eventtype.CLOCK) this.#askClock(subscription, events);
      else if (type === Eventtype.FD_READ || type === Eventtype.FD_WRITE) this.#askDescriptor(subscription, events);
      else report(events, subscription, Errno.EINVAL);
    }
    return events.count;
  }

  #askClock(subscription: Subscription, events: Events): void {
    const { clockId, timeout } = subscription;
    if (!canWaitFor(clockId)) {
      report(events, subscription, clockId > Clockid.THREAD_CPUTIME_ID ? Errno.EINVAL : Errno.ENOTSUP);
      return;
    }
    let remaining: number;
    if (isAbsolute(subscription)) {
      const errno = this.#clocks.read(clockId, this.#now);
      if (errno < 0) {
        report(events, subscription, -errno);
        return;
      }
      remaining = remainingUntil(subscription, this.#now);
    } else if (timeout === 0) {
      remaining = 0;
    } else {
      if (this.#roundTime < 0) this.#roundTime = this.#clocks.monotonic();
      if (this.#began < 0) this.#began = this.#roundTime;
      remaining = this.#began + timeout - this.#roundTime;
    }
    if (remaining <= 0) report(events, subscription, 0);
    else if (remaining < this.remaining) this.remaining = remaining;
  }

  #askDescriptor(subscription: Subscription, events: Events): void {
    const reading = subscription.type === Eventtype.FD_READ;
    const found = this.#descriptors.peek(subscription.fd);
    if (found === undefined) {
      report(events, subscription, Errno.EBADF);
      return;
    }
    if ((found.rightsBase & POLL_RIGHTS) === 0) {
      report(events, subscription, Errno.ENOTCAPABLE);
      return;
    }
    const { resource } = found;
    const source = resource.kind === 'socket' ? resource : streamOf(resource);
    if (source === undefined) {
      this.#reportReady(subscription, found, events);
      return;
    }
    if ((found.rightsBase & (reading ? READ_EVENT_RIGHTS : WRITE_EVENT_RIGHTS)) === 0) {
      // It would never become ready.
      report(events, subscription, Errno.EBADF);
      return;
    }
    const available = reading ? source.readable() : 0;
    if (reading ? available === NOT_READY : !source.writable()) {
      this.interests.push({ source, event: reading ? 'read' : 'write' });
      return;
    }
    const event = report(events, subscription, available < 0 ? -available : 0);
    event.nbytes = Math.max(0, available);
    if (source.hungUp?.() ?? (reading && available === 0)) event.flags = Eventrwflag.FD_READWRITE_HANGUP;
  }

  /** A regular file or a directory is always ready. A file tells how much is left of it. */
  #reportReady(subscription: Subscription, { resource, offset }: Descriptor, events: Events): void {
    const measured = subscription.type === Eventtype.FD_READ && resource.kind === 'file';
    const size = measured ? (resource as File).size() : 0;
    report(events, subscription, size < 0 ? -size : 0).nbytes = measured ? Math.max(0, size - offset) : 0;
  }
}

function report(events: Events, subscription: Subscription, errno: number): PollEvent {
  const event = events.items[events.count++] as PollEvent;
  event.userdataLow = subscription.userdataLow;
  event.userdataHigh = subscription.userdataHigh;
  event.type = subscription.type;
  event.errno = errno;
  event.nbytes = 0;
  event.flags = 0;
  return event;
}
