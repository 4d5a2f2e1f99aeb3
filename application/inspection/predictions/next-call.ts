import { describe, everyHostcall, type HostcallName, type SeededNumbers } from '../../../domain/index.js';
import { type CallRecord, recordOf } from '../../tracing/index.js';
import { Status } from '../call-columns.js';
import type { CallList } from '../call-list.js';
import { choicesOf } from './choices.js';
import type { Question } from './question.js';

/** How many calls around one are looked at to see what is usual. */
const AROUND = 4000;

/** Asks which call comes next. @returns undefined for the first call, before which there is nothing */
export function askForCall(list: CallList, index: number, numbers: SeededNumbers): Question | undefined {
  if (index === 0) return undefined;
  const name = list.name(index);
  const before = list.name(index - 1);
  const { following, all } = counts(list, index, before);
  const wrong = [...ranked(following), ...ranked(all), ...relatives(name), ...everyHostcall];
  const found = choicesOf(name, wrong, numbers);
  if (found === undefined) return undefined;
  return {
    ...{ kind: 'call', index, shown: undefined, ...found },
    text: 'Which hostcall comes next?',
    explanation: explain(list, index, following),
  };
}

/** How often each hostcall follows another one, and comes at all, near a call. The call itself does not count. */
function counts(list: CallList, index: number, before: HostcallName) {
  const { names, length } = list.columns;
  const number = everyHostcall.indexOf(before);
  const following = new Map<HostcallName, number>();
  const all = new Map<HostcallName, number>();
  for (let i = Math.max(1, index - AROUND); i < Math.min(length, index + AROUND); i++) {
    if (i === index) continue;
    const name = list.name(i);
    all.set(name, (all.get(name) ?? 0) + 1);
    if (names[i - 1] === number) following.set(name, (following.get(name) ?? 0) + 1);
  }
  return { following, all };
}

/** The other hostcalls of a family, for runs that make few. */
function relatives(name: HostcallName): HostcallName[] {
  const { family } = describe(name);
  return everyHostcall.filter(other => describe(other).family === family);
}

function ranked(counted: ReadonlyMap<HostcallName, number>): HostcallName[] {
  return [...counted].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1)).map(([name]) => name);
}

function explain(list: CallList, index: number, following: ReadonlyMap<HostcallName, number>): string {
  const name = list.name(index);
  const before = list.name(index - 1);
  const reason = reasonFor(list, index);
  const total = [...following.values()].reduce((sum, count) => sum + count, 0);
  const same = following.get(name) ?? 0;
  const usual =
    total === 0
      ? `Nowhere else near it is there a call of ${before}.`
      : `Near it, ${name} follows ${before} ${same} more time${same === 1 ? '' : 's'}, out of ${total}.`;
  return `It is ${name}. ${reason === undefined ? '' : `${reason} `}${usual}`;
}

/** Why the values of the call before make this one likely. */
function reasonFor(list: CallList, index: number): string | undefined {
  const name = list.name(index);
  const earlier = list.event(index - 1);
  const now = list.event(index);
  if (earlier === undefined || now === undefined) return undefined;
  const before = recordOf(earlier);
  const call = recordOf(now);
  const sameDescriptor = before.descriptor !== undefined && before.descriptor === call.descriptor;
  const [asks, names] = [describe(before.name).preopen, describe(name).preopen];
  if (before.succeeded && sameDescriptor && asks === 'asks' && names === 'names')
    return `${before.name} has told how long the name of the preopened directory is; now there is room for it.`;
  if (asks === 'names' && names === 'asks')
    return 'A C library asks one number after the other, until one is no preopened directory.';
  if (asks === 'asks' && before.errno !== 0)
    return `Descriptor ${(before.descriptor ?? 0) | 0} is no preopened directory, so there are no more of them: the program has what it needs to know.`;
  if (before.name.replace('_sizes_', '_') === name && before.name !== name)
    return `${before.name} has told how much room is needed; now there is room.`;
  return sameDescriptor ? reasonOfReading(before, call) : undefined;
}

function reasonOfReading(before: CallRecord, call: CallRecord): string | undefined {
  const reads = before.shape.params.some(({ form, exitPart }) => form === 'buffers' && exitPart >= 0);
  if (!reads || !before.succeeded) return undefined;
  const closes = describe(call.name).descriptors === 'closes';
  if (before.bytes === 0)
    return closes
      ? 'The read before got 0 bytes: the file is at its end, and no longer needed.'
      : 'The read before got 0 bytes: the file is at its end.';
  if (call.name === before.name)
    return `The read before got ${before.bytes} bytes; only a read of 0 bytes tells that there are no more.`;
  return undefined;
}

/** Whether a call has ended so that its result can be asked for. */
export function hasEnded(list: CallList, index: number): boolean {
  return list.columns.statuses[index] !== Status.unfinished;
}
