import type { AnswerRefusal } from './answer.js';
import type { ContradictionRefusal } from './contradictions.js';
import type { DescriptorRefusal } from './descriptor.js';
import type { EncodingRefusal } from './encoding.js';
import type { EventsRefusal } from './events.js';
import type { InjectedRefusal } from './injected.js';
import type { LimitRefusal } from './limit.js';
import type { OperationRefusal } from './operation.js';
import type { PathRefusal } from './path.js';
import type { PointerRefusal } from './pointer.js';
import type { RightsRefusal } from './rights.js';
import type { ValueRefusal } from './value.js';

/** Why a call gave an errno. `kind` tells which it is. */
export type Refusal =
  | PointerRefusal
  | ValueRefusal
  | EncodingRefusal
  | LimitRefusal
  | DescriptorRefusal
  | RightsRefusal
  | PathRefusal
  | OperationRefusal
  | ContradictionRefusal
  | AnswerRefusal
  | EventsRefusal
  | InjectedRefusal;

/** The kinds of reasons. */
export type RefusalKind = Refusal['kind'];
