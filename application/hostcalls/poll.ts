import {
  Clockid,
  canWaitFor,
  type Descriptor,
  Errno,
  Eventrwflag,
  type Events,
  Eventtype,
  type File,
  isAbsolute,
  type Meanings,
  NOT_READY,
  type PollEvent,
  remainingUntil,
  requiredRights,
  rightsFor,
  type Socket,
  type Stream,
  type Subscription,
  type Subscriptions,
  streamOf,
  type Timestamp,
} from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** The rights that each call asks of its descriptors. */
const POLL_RIGHTS = requiredRights('poll_oneoff', 'in');
const READ_EVENT_RIGHTS = rightsToPoll(Eventtype.FD_READ);
const WRITE_EVENT_RIGHTS = rightsToPoll(Eventtype.FD_WRITE);

/** The rights for an event beside those for any, which matter on what may never be ready. */
function rightsToPoll(type: number): number {
  const [needed] = rightsFor('poll_oneoff', 'in', () => type);
  return needed & ~POLL_RIGHTS;
}

/** undefined where it does not say. */
function hasHungUp(source: Stream | Socket): boolean | undefined {
  return source.kind === 'stream' ? source.hungUp?.() : undefined;
}

/**
 * Waiting for clocks and descriptors. Each round asks every subscription; if none has occurred, it waits for the nearest deadline, or for
 * a stream, and asks again.
 *
 * A relative timeout counts on the monotonic clock from the beginning of the call, also for REALTIME: setting the wall clock neither
 * shortens nor lengthens a sleep. An absolute one is compared with its own clock in every round.
 */
export function pollFamily({ descriptors, ports }: HostcallContext): Pick<Meanings, 'poll_oneoff'> {
  const { clocks, waiting } = ports;
  const clockNow: Timestamp = { seconds: 0, nanoseconds: 0 };
  /** Monotonic nanoseconds when the call began; read only if something has to be measured from it. */
  let began = -1;
  /** Monotonic nanoseconds of this round: what shares a deadline is due in the same round. */
  let roundTime = -1;

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

  /** Asks a clock: reports an event, or answers how many nanoseconds are left. */
  function askClock(subscription: Subscription, events: Events): number {
    const { clockId, timeout } = subscription;
    if (!canWaitFor(clockId)) {
      report(events, subscription, clockId > Clockid.THREAD_CPUTIME_ID ? Errno.EINVAL : Errno.ENOTSUP);
      return 0;
    }
    let remaining: number;
    if (isAbsolute(subscription)) {
      const errno = clocks.read(clockId, clockNow);
      if (errno < 0) {
        report(events, subscription, -errno);
        return 0;
      }
      remaining = remainingUntil(subscription, clockNow);
    } else if (timeout === 0) {
      remaining = 0;
    } else {
      if (roundTime < 0) roundTime = clocks.monotonic();
      if (began < 0) began = roundTime;
      remaining = began + timeout - roundTime;
    }
    if (remaining <= 0) report(events, subscription, 0);
    return remaining;
  }

  /** Whether a descriptor is ready; if so, an event is reported. */
  function askDescriptor(subscription: Subscription, events: Events): boolean {
    const reading = subscription.type === Eventtype.FD_READ;
    const found = descriptors.peek(subscription.fd);
    if (found === undefined) {
      report(events, subscription, Errno.EBADF);
      return true;
    }
    if ((found.rightsBase & POLL_RIGHTS) === 0) {
      report(events, subscription, Errno.ENOTCAPABLE);
      return true;
    }
    const { kind } = found.resource;
    const direction = reading ? READ_EVENT_RIGHTS : WRITE_EVENT_RIGHTS;
    if ((kind === 'socket' || streamOf(found.resource) !== undefined) && (found.rightsBase & direction) === 0) {
      // It would never become ready.
      report(events, subscription, Errno.EBADF);
      return true;
    }
    return reading ? askReadable(subscription, found, events) : askWritable(subscription, found, events);
  }

  function askReadable(subscription: Subscription, { resource, offset }: Descriptor, events: Events): boolean {
    if (resource.kind === 'directory') {
      report(events, subscription, 0);
      return true;
    }
    const source = resource.kind === 'file' ? resource.stream : resource;
    if (source === undefined) {
      const size = (resource as File).size();
      report(events, subscription, size < 0 ? -size : 0).nbytes = Math.max(0, size - offset);
      return true;
    }
    const available = source.readable();
    if (available === NOT_READY) return false;
    const event = report(events, subscription, available < 0 ? -available : 0);
    event.nbytes = Math.max(0, available);
    if (hasHungUp(source) ?? available === 0) event.flags = Eventrwflag.FD_READWRITE_HANGUP;
    return true;
  }

  function askWritable(subscription: Subscription, { resource }: Descriptor, events: Events): boolean {
    const target = resource.kind === 'file' ? resource.stream : resource.kind === 'directory' ? undefined : resource;
    if (target?.writable() === false) return false;
    const event = report(events, subscription, 0);
    if (target !== undefined && hasHungUp(target) === true) event.flags = Eventrwflag.FD_READWRITE_HANGUP;
    return true;
  }

  /** Rounds until something has occurred. */
  function wait({ count, items }: Subscriptions, events: Events): number {
    for (;;) {
      let nearest = Number.POSITIVE_INFINITY;
      let watching = false;
      roundTime = -1;
      events.count = 0;
      for (let i = 0; i < count; i++) {
        const subscription = items[i] as Subscription;
        if (subscription.type === Eventtype.CLOCK) {
          const remaining = askClock(subscription, events);
          if (remaining < nearest) nearest = remaining;
        } else if (subscription.type === Eventtype.FD_READ || subscription.type === Eventtype.FD_WRITE) {
          if (!askDescriptor(subscription, events)) watching = true;
        } else {
          report(events, subscription, Errno.EINVAL);
        }
      }
      if (events.count > 0) return events.count;
      waiting.wait(nearest, watching);
    }
  }

  return {
    poll_oneoff(subscriptions, events) {
      if (subscriptions.count === 0) return -Errno.EINVAL;
      // A stream of the embedder's that is asked can call the guest, which may wait itself.
      const outerBegan = began;
      const outerRoundTime = roundTime;
      began = -1;
      try {
        return wait(subscriptions, events);
      } finally {
        began = outerBegan;
        roundTime = outerRoundTime;
      }
    },
  };
}
