import { decodeParam } from '../events/decode.js';
import type { SubscriptionValue } from '../events/decoded-values.js';
import type { CallExtras, CallRecord, DescriptorDetails } from './call-record.js';
import type { TracedDescriptors } from './capture-context.js';
import type { TracedEngine } from './traced-engine.js';

function detailsOf(fd: number, descriptors: TracedDescriptors): DescriptorDetails | undefined {
  const found = descriptors.peek(fd);
  if (found?.filetype === undefined) return undefined;
  const { filetype, rightsBase = 0, rightsInheriting = 0 } = found;
  return { filetype, rightsBase, rightsInheriting };
}

/** The descriptors of a call when it begins. */
function entryDetails(call: CallRecord, descriptors: TracedDescriptors): CallExtras {
  const extras: CallExtras = {};
  for (const param of call.shape.params) {
    const { form, at, descriptorIndex } = param;
    if (descriptorIndex === 0) extras.descriptor = detailsOf(call.u32(at), descriptors);
    else if (descriptorIndex > 0) extras.secondDescriptor = detailsOf(call.u32(at), descriptors);
    else if (form === 'subscriptions') {
      const subscriptions = decodeParam(call, param) as readonly SubscriptionValue[] | undefined;
      extras.subscribed = (subscriptions ?? []).map(({ label, 'fd_readwrite.fd': fd }) =>
        label === undefined || fd === undefined ? undefined : detailsOf(fd, descriptors),
      );
    }
  }
  return extras;
}

/** The data of a call to capture besides its arguments. */
export interface WantedExtras {
  readonly details: boolean;
  readonly stacks: boolean;
  /** Where stacks are taken. */
  readonly engine: Pick<TracedEngine, 'guestFrames'>;
}

/** Keeps on entry what is wanted. Never throws. */
export function keepExtras(
  call: CallRecord,
  descriptors: TracedDescriptors,
  { details, stacks, engine }: WantedExtras,
): void {
  call.extras = {
    ...call.extras,
    ...(details && entryDetails(call, descriptors)),
    ...(stacks && { stack: engine.guestFrames() }),
  };
}

/** Keeps what the descriptor is that a call has opened. */
export function keepOpened(call: CallRecord, descriptors: TracedDescriptors): void {
  if (call.shape.promoted?.kind !== 'fd') return;
  call.extras = { ...call.extras, secondDescriptor: detailsOf(call.value, descriptors) };
}
