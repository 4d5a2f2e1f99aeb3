import { Errno, type ErrnoName, errnoName, errnosOf, errnoText, type SeededNumbers } from '../../../domain/index.js';
import { standardLine } from '../../formats/index.js';
import { callSentence } from '../../sentences/index.js';
import { descriptorText, listed, referenceText } from '../../text/index.js';
import { type CallRecord, eventOf } from '../../tracing/index.js';
import { Status } from '../call-columns.js';
import type { CallList } from '../call-list.js';
import { descriptorFacts } from '../descriptors/descriptor-facts.js';
import { explainFailure, failureText } from '../failures/explain-failure.js';
import { memoryOfCall } from '../memory/call-memory.js';
import { choicesOf, numberChoices } from './choices.js';
import type { Question } from './question.js';

/** Errnos that come up first as wrong answers. */
const USUAL: readonly ErrnoName[] = ['ENOENT', 'EBADF', 'ENOTCAPABLE', 'EINVAL', 'EISDIR', 'EEXIST'];

/** How many calls before one are looked at for errnos. */
const BACK = 20_000;

/** A call as it was when it began: a line of a trace without what it gave. */
export function pendingLine(call: CallRecord): string {
  const pending: CallRecord = Object.create(call, { state: { value: 'entered' }, errno: { value: 0 } });
  return standardLine(pending).replace(/ <unfinished \.\.\.>$/, ')');
}

const outcomeText = (errno: number) => (errno === 0 ? '0, success' : `${errnoName(errno)}: ${errnoText(errno)}`);

/** Asks how a call ends. */
export function askForErrno(
  list: CallList,
  index: number,
  call: CallRecord,
  numbers: SeededNumbers,
): Question | undefined {
  const { name, errno } = call;
  const possible = new Set(errnosOf(name));
  const seen = new Map<number, number>();
  const { errnos, statuses, names } = list.columns;
  for (let i = Math.max(0, index - BACK); i < index; i++) {
    if (names[i] !== call.call || statuses[i] === Status.unfinished) continue;
    const found = errnos[i] as number;
    seen.set(found, (seen.get(found) ?? 0) + 1);
  }
  const before = [...seen].sort(([a, one], [b, other]) => other - one || a - b).map(([number]) => outcomeText(number));
  const usual = USUAL.filter(each => possible.has(each));
  const others = [...usual, ...[...possible].filter(each => !usual.includes(each))];
  const numbersOfNames = others.map(each => outcomeText(Errno[each]));
  const found = choicesOf(outcomeText(errno), [outcomeText(0), ...before, ...numbersOfNames], numbers);
  if (found === undefined) return undefined;
  const explained = explainFailure(list, index);
  return {
    ...{ kind: 'errno', index, shown: pendingLine(call), ...found },
    text: 'What does the call return?',
    explanation: explained === undefined ? callSentence(eventOf(call)) : failureText(explained),
  };
}

/** Asks how many bytes a call moves. */
export function askForBytes(
  list: CallList,
  index: number,
  call: CallRecord,
  numbers: SeededNumbers,
): Question | undefined {
  const room = roomOf(call);
  const { bytes, descriptor: fd } = call;
  const state = fd === undefined ? undefined : list.descriptors?.stateBefore(index, fd);
  const { moves, sequential } = descriptorFacts(call.call);
  const size = state?.size;
  const offset = sequential ? state?.offset : undefined;
  const left = moves === 'read' && size !== undefined && offset !== undefined ? Math.max(0, size - offset) : undefined;
  const wrong = [room, left, 0, size, Math.floor(room / 2), bytes + 1, Math.max(1, bytes - 1), 2 * room, room + 1];
  const found = numberChoices(
    bytes,
    wrong.filter(each => each !== undefined),
    numbers,
  );
  if (found === undefined) return undefined;
  return {
    ...{ kind: 'bytes', index, shown: pendingLine(call), ...found },
    text: `How many bytes does the call ${moves === 'written' ? 'write' : 'give'}?`,
    explanation: bytesText(call, room, { size, offset, left }),
  };
}

/** How many bytes a call could move: what its buffers hold together. */
export function roomOf(call: CallRecord): number {
  return memoryOfCall(eventOf(call))
    .areas.filter(({ role }) => role === 'bytes')
    .reduce((sum, { length }) => sum + length, 0);
}

interface Remaining {
  readonly size: number | undefined;
  readonly offset: number | undefined;
  readonly left: number | undefined;
}

function bytesText(call: CallRecord, room: number, { size, offset, left }: Remaining): string {
  const { bytes } = call;
  const { moves } = descriptorFacts(call.call);
  const first = `There is room for ${room} bytes.`;
  if (moves === 'written') {
    const all = `The buffers hold ${room} bytes, and ${bytes === room ? 'all of them were' : `${bytes} of them were`} written.`;
    return bytes === room
      ? all
      : `${all} A write may take less than it is given: the program has to go on with the rest.`;
  }
  if (left !== undefined && bytes === Math.min(room, left))
    return `${first} The file had ${size} bytes when it was last asked for, and the offset was ${offset}: that leaves ${left}. It is ${bytes}.`;
  if (bytes === room) return `${first} All of it was filled. Whether more is there, only the next call tells.`;
  if (bytes === 0 && moves === 'read') return `${first} It is 0: the end of the file, or of what the other side sends.`;
  return `${first} It is ${bytes}: a call gives what there is, and less than there is room for is no error.`;
}

/** Asks which number the descriptor has that a call opens. */
export function askForDescriptor(
  list: CallList,
  index: number,
  call: CallRecord,
  numbers: SeededNumbers,
): Question | undefined {
  const history = list.descriptors;
  if (history === undefined) return undefined;
  const { value, instance } = call;
  // The program has its three streams, also where no call has told of them yet.
  const untold = [0, 1, 2].filter(fd => fd !== value && history.closedAs(instance, fd, index) === undefined);
  const open = new Set([...untold, ...history.openBefore(index)]);
  let lowest = 0;
  while (open.has(lowest)) lowest++;
  const highest = Math.max(...open);
  const found = numberChoices(value, [lowest, highest + 1, highest, lowest + 1, value + 1, value + 2], numbers);
  if (found === undefined) return undefined;
  return {
    ...{ kind: 'descriptor', index, shown: pendingLine(call), ...found },
    text: 'Which number does the new descriptor have?',
    explanation: descriptorReason(list, index, value, { open, lowest, instance }),
  };
}

function descriptorReason(
  list: CallList,
  index: number,
  value: number,
  {
    open,
    lowest,
    instance,
  }: { readonly open: ReadonlySet<number>; readonly lowest: number; readonly instance: number },
): string {
  const below = [...open].filter(fd => fd < value).sort((a, b) => a - b);
  if (value !== lowest)
    return `It is ${value}. The lowest number that no call shows to be open is ${lowest}: something is open there of which no call tells.`;
  const numbers =
    below.length === 0 ? 'No number is open' : `${listed(below.map(String))} ${below.length === 1 ? 'is' : 'are'} open`;
  const closing = list.descriptors?.closedAs(instance, value, index);
  const freed =
    closing === undefined
      ? ''
      : ` It has been free since ${referenceText({ name: list.name(closing.by), sequence: closing.by })} ${closing.moved ? 'moved' : 'closed'} ${descriptorText({ fd: value, label: closing.label })}.`;
  return `${numbers}: the lowest number that is free is ${value}.${freed}`;
}
