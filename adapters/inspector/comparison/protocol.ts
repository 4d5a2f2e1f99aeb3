import type { Pairs } from './compare-lists.js';

/** What the worker is asked: the bytes of both runs. */
export interface ComparisonRequest {
  readonly a: readonly Uint8Array[];
  readonly b: readonly Uint8Array[];
}

/** What it answers. */
export interface ComparisonReply {
  readonly pairs: Pairs;
}
