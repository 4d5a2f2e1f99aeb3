import type { Refusal, RefusalKind } from '../events/refusal.js';
import { answerText } from './answer.js';
import { contradictionText } from './contradictions.js';
import { descriptorRefusalText } from './descriptor.js';
import { encodingText } from './encoding.js';
import { eventsText } from './events.js';
import { injectedText } from './injected.js';
import { limitText } from './limit.js';
import { operationText } from './operation.js';
import { pathText } from './path.js';
import { pointerText } from './pointer.js';
import { rightsText } from './rights.js';
import { valueText } from './value.js';

const texts: { readonly [K in RefusalKind]: (refusal: Extract<Refusal, { kind: K }>) => string } = {
  pointer: pointerText,
  value: valueText,
  encoding: encodingText,
  limit: limitText,
  descriptor: descriptorRefusalText,
  rights: rightsText,
  path: pathText,
  operation: operationText,
  contradiction: contradictionText,
  answer: answerText,
  events: eventsText,
  injected: injectedText,
};

/** Every kind of reason. */
export const refusalKinds = Object.keys(texts) as RefusalKind[];

/**
 * Why a call was refused, in words.
 * @param refusal an event's `refusal`
 * @returns one line of printable ASCII without a full stop, such as
 *   `4</notes.txt> lacks FD_WRITE, but is open: path_open (call 12) did not ask for it`
 */
export function explainRefusal(refusal: Refusal): string {
  const text = texts[refusal.kind] as (refusal: Refusal) => string;
  return text(refusal);
}
