import { Eventtype } from '../../../domain/index.js';
import type { CallRecord } from '../capture/call-record.js';
import { decodeParam } from '../events/decode.js';
import type { SubscriptionValue } from '../events/decoded-values.js';

/** A descriptor that is waited for. */
export interface AwaitedDescriptor {
  readonly fd: number;
  /** How it is called, if it is open. */
  readonly label: string | undefined;
}

/** The descriptors that a poll_oneoff waits for; none for other calls. */
export function awaitedDescriptors(call: CallRecord): AwaitedDescriptor[] {
  const param = call.shape.params.find(({ form }) => form === 'subscriptions');
  const values = param && (decodeParam(call, param) as readonly SubscriptionValue[] | undefined);
  return (values ?? []).flatMap(({ tag, 'fd_readwrite.fd': fd, label }) =>
    (tag === Eventtype.FD_READ || tag === Eventtype.FD_WRITE) && fd !== undefined ? [{ fd, label }] : [],
  );
}
