import {
  Clockid,
  canWaitFor,
  type Descriptor,
  Errno,
  Eventtype,
  errnoName,
  everyHostcall,
  type HostcallName,
  layoutOf,
  layouts,
  reportsEvents,
  requiredRights,
  rightsFor,
} from '../../domain/index.js';
import type {
  CallRecord,
  DeniedEvent,
  DescriptorDenial,
  EventReason,
  EventsDenial,
  LimitDenial,
  RightsDenial,
} from '../tracing/index.js';
import { findValue, valueText } from './argument-denials.js';
import { findMissing } from './descriptor-checks.js';
import { descriptorDenialText, notOpen, rightsText } from './descriptor-denials.js';
import { type DiagnosisContext, liftedInput } from './diagnosis-context.js';
import { returnedDenial, returnedText } from './host-denials.js';

/** The hostcall that reports events. */
const POLL = everyHostcall.find(reportsEvents) as HostcallName;
/** The most events that are examined. */
const MOST = 64;

/** The fields of a subscription that denials depend on. */
interface Subscribed {
  readonly index: number;
  readonly userdata: bigint;
  readonly tag: number;
  readonly fd: number;
  readonly clock: number;
}

/**
 * Examines the events of a poll_oneoff that succeeded.
 * @returns undefined if none reports an errno
 */
export function findEvents(call: CallRecord, context: DiagnosisContext): EventsDenial | undefined {
  const { memory, copies } = context;
  const [inAt, outAt, countAt] = ['in', 'out', 'nsubscriptions'].map(name => pointerOf(call, name)) as [
    number,
    number,
    number,
  ];
  const count = Math.min(call.value, MOST);
  const { size } = layouts.event;
  const lowered = memory.shared === true ? copies?.lowered : undefined;
  if (lowered === undefined && !memory.holds(outAt, count * size)) return undefined;
  const { view } = lowered ?? memory;
  const start = lowered === undefined ? outAt : 0;
  let subscribed: Subscribed[] | undefined;
  const found: DeniedEvent[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * size;
    const errno = view.getUint16(at + 8, true);
    if (errno === 0) continue;
    subscribed ??= subscriptions(call, context, inAt, Math.min(countAt, MOST));
    const userdata = view.getBigUint64(at, true);
    const tag = view.getUint8(at + 10);
    const candidates = subscribed.filter(each => each.userdata === userdata && each.tag === tag);
    const denied = deniedEvent(candidates, errno, context);
    // Each subscription has one event.
    subscribed = subscribed.filter(({ index }) => index !== denied.index);
    found.push(denied);
  }
  return found.length === 0 ? undefined : { kind: 'events', errno: 0, events: found };
}

function pointerOf(call: CallRecord, name: string): number {
  return call.u32(call.shape.params.find(param => param.name === name)?.at ?? 0);
}

function subscriptions(call: CallRecord, context: DiagnosisContext, at: number, count: number): Subscribed[] {
  const { size, fields } = layoutOf('subscription', call.abi);
  const offset = (name: string) => fields.find(field => field.name === name)?.offset ?? 0;
  if (!context.memory.holds(at, count * size)) return [];
  const { view, at: start, length } = liftedInput(context, 0, at, count * size);
  return Array.from({ length: Math.floor(length / size) }, (_, index) => {
    const from = start + index * size;
    return {
      index,
      userdata: view.getBigUint64(from, true),
      tag: view.getUint8(from + offset('tag')),
      fd: view.getUint32(from + offset('fd_readwrite.fd'), true),
      clock: view.getUint32(from + offset('clock.id'), true),
    };
  });
}

/** @param candidates subscriptions that the event can be about: user data need not differ */
function deniedEvent(candidates: readonly Subscribed[], errno: number, context: DiagnosisContext): DeniedEvent {
  for (const subscription of candidates) {
    const reason = reasonOf(subscription, context);
    if (reason?.errno === errno) return { index: subscription.index, errno, reason };
  }
  const [first] = candidates;
  const label = first && context.descriptors.peek(first.fd)?.label;
  const descriptor =
    first === undefined || first.tag === Eventtype.CLOCK ? undefined : { param: 'in', fd: first.fd, label };
  return { index: first?.index ?? -1, errno, reason: returnedDenial(POLL, errno, descriptor) };
}

function reasonOf({ tag, fd, clock }: Subscribed, context: DiagnosisContext): EventReason | undefined {
  if (tag === Eventtype.CLOCK) {
    if (canWaitFor(clock)) return undefined;
    if (clock > Clockid.THREAD_CPUTIME_ID) return findValue('clock.id', 'clockid', clock);
    return { ...returnedDenial(POLL, Errno.ENOTSUP), cause: 'nothing can wait for a clock of processor time' };
  }
  if (tag !== Eventtype.FD_READ && tag !== Eventtype.FD_WRITE) return findValue('tag', 'eventtype', tag);
  const descriptor = context.descriptors.peek(fd);
  if (descriptor === undefined) return notOpen('fd', fd, context.origins);
  return direction(tag, fd, descriptor, context);
}

function direction(
  tag: number,
  fd: number,
  descriptor: Descriptor,
  context: DiagnosisContext,
): Exclude<EventReason, LimitDenial> | undefined {
  const named = { param: 'fd', fd, label: descriptor.label };
  const missing = (errno: number, right: number) =>
    (descriptor.rightsBase & right) === 0
      ? (findMissing(errno, right, descriptor, named, context) as DescriptorDenial | RightsDenial)
      : undefined;
  const polled = requiredRights('poll_oneoff', 'in');
  const [needed] = rightsFor('poll_oneoff', 'in', () => tag);
  return missing(Errno.ENOTCAPABLE, polled) ?? missing(Errno.EBADF, needed & ~polled);
}

function reasonText(reason: EventReason): string {
  switch (reason.kind) {
    case 'descriptor':
      return descriptorDenialText(reason);
    case 'rights':
      return rightsText(reason);
    case 'value':
      return valueText(reason);
    case 'returned':
      return returnedText(reason);
  }
}

export function eventsText({ events }: EventsDenial): string {
  return events
    .map(({ index, errno, reason }) => `subscription ${index}, ${errnoName(errno)}: ${reasonText(reason)}`)
    .join('; ');
}
