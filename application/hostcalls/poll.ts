import { Errno, type Meanings, Poll } from '../../domain/index.js';
import type { HostcallContext } from './context.js';

/** Waiting for clocks and descriptors: round after round, until something has occurred. */
export function pollFamily({ descriptors, pending, ports }: HostcallContext): Pick<Meanings, 'poll_oneoff'> {
  const { clocks, waiting } = ports;
  let idle: Poll | undefined;

  return {
    poll_oneoff(subscriptions, events) {
      if (subscriptions.count === 0) return -Errno.EINVAL;
      // The readiness check of an embedder's stream can call the guest, which may wait itself.
      const waited = pending?.waited;
      const poll = waited ?? idle ?? new Poll(descriptors, clocks);
      idle = undefined;
      if (waited === undefined) poll.begin();
      else if (pending !== undefined) pending.waited = undefined;
      try {
        for (;;) {
          const occurred = poll.round(subscriptions, events);
          if (occurred > 0) return occurred;
          const errno = waiting.wait(poll.remaining, poll.interests);
          if (errno < 0) return errno;
        }
      } finally {
        idle = poll;
      }
    },
  };
}
