import type { Denial, DenialKind } from '../tracing/index.js';
import { encodingText, limitText, pointerText, valueText } from './argument-denials.js';
import { contradictionText } from './contradictions.js';
import { descriptorDenialText, rightsText } from './descriptor-denials.js';
import { eventsText } from './event-denials.js';
import { injectedText, returnedText } from './host-denials.js';
import { operationText, pathText } from './path-denials.js';

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
  returned: returnedText,
  events: eventsText,
  injected: injectedText,
};

/** Every kind of denial. */
export const denialKinds = Object.keys(texts) as DenialKind[];

/**
 * Explains why a call returned an errno.
 * @param denial an event's `denial`
 * @returns one line of printable ASCII without a full stop, such as
 *   `4</notes.txt> lacks FD_WRITE, but is open: path_open (call 12) did not ask for it`
 */
export function explainDenial(denial: Denial): string {
  const text = texts[denial.kind] as (denial: Denial) => string;
  return text(denial);
}
