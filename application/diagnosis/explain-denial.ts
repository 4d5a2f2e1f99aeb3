import type { Denial, DenialKind } from '../tracing/index.js';
import { answerText } from './answer.js';
import { contradictionText } from './contradictions.js';
import { descriptorDenialText } from './descriptor.js';
import { encodingText } from './encoding.js';
import { eventsText } from './events.js';
import { injectedText } from './injected.js';
import { limitText } from './limit.js';
import { operationText } from './operation.js';
import { pathText } from './path.js';
import { pointerText } from './pointer.js';
import { rightsText } from './rights.js';
import { valueText } from './value.js';

const texts: { readonly [K in DenialKind]: (denial: Extract<Denial, { kind: K }>) => string } = {
  pointer: pointerText,
  value: valueText,
  encoding: encodingText,
  limit: limitText,
  descriptor: descriptorDenialText,
  rights: rightsText,
  path: pathText,
  operation: operationText,
  contradiction: contradictionText,
  answer: answerText,
  events: eventsText,
  injected: injectedText,
};

/** Every kind of reason. */
export const denialKinds = Object.keys(texts) as DenialKind[];

/**
 * Why a call was refused, in words.
 * @param denial an event's `denial`
 * @returns one line of printable ASCII without a full stop, such as
 *   `4</notes.txt> lacks FD_WRITE, but is open: path_open (call 12) did not ask for it`
 */
export function explainDenial(denial: Denial): string {
  const text = texts[denial.kind] as (denial: Denial) => string;
  return text(denial);
}
