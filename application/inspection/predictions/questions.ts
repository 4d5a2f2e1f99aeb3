import { SeededNumbers } from '../../../domain/index.js';
import { recordOf } from '../../tracing/index.js';
import type { CallList } from '../call-list.js';
import { askForCall, hasEnded } from './next-call.js';
import { askForBytes, askForDescriptor, askForErrno, roomOf } from './outcome.js';
import type { Question, QuestionKind } from './question.js';

/**
 * What can be asked about a call.
 * @returns for a text or NDJSON trace only which call it is, since its line shows the rest
 */
export function questionKinds(list: CallList, index: number): QuestionKind[] {
  const kinds: QuestionKind[] = index > 0 ? ['call'] : [];
  const event = list.event(index);
  if (event === undefined || !hasEnded(list, index)) return kinds;
  const call = recordOf(event);
  if (call.succeeded && call.shape.promoted?.kind === 'fd') kinds.push('descriptor');
  if (call.succeeded && call.shape.movesBytes && roomOf(call) > 0) kinds.push('bytes');
  if (call.shape.params.length > 0) kinds.push('errno');
  return kinds;
}

/**
 * Makes a question about a call of a run.
 * @param seed the same seed gives the same question
 * @param kinds which kinds may be asked; default: all that apply
 * @returns undefined if nothing can be asked
 */
export function askAbout(
  list: CallList,
  index: number,
  seed: number,
  kinds: readonly QuestionKind[] = questionKinds(list, index),
): Question | undefined {
  const numbers = new SeededNumbers((BigInt(seed) << 32n) ^ BigInt(index));
  const possible = questionKinds(list, index);
  const left = kinds.filter(kind => possible.includes(kind));
  while (left.length > 0) {
    const [kind] = left.splice(drawn(left, list.columns.errnos[index] !== 0, numbers), 1);
    const question = ask(kind as QuestionKind, list, index, numbers);
    if (question !== undefined) return question;
  }
  return undefined;
}

/** The kind of question to ask. Harder ones are more frequent: the success of a call is not a surprise. */
function drawn(kinds: readonly QuestionKind[], failed: boolean, numbers: SeededNumbers): number {
  const weights = kinds.map(kind =>
    kind === 'descriptor' ? 4 : kind === 'bytes' ? 3 : kind === 'call' ? 2 : failed ? 6 : 1,
  );
  let rest = numbers.fraction() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex(weight => {
    rest -= weight;
    return rest < 0;
  });
  return Math.max(0, found);
}

function ask(kind: QuestionKind, list: CallList, index: number, numbers: SeededNumbers): Question | undefined {
  if (kind === 'call') return askForCall(list, index, numbers);
  const event = list.event(index);
  if (event === undefined) return undefined;
  const call = recordOf(event);
  switch (kind) {
    case 'errno':
      return askForErrno(list, index, call, numbers);
    case 'bytes':
      return askForBytes(list, index, call, numbers);
    case 'descriptor':
      return askForDescriptor(list, index, call, numbers);
  }
}
