import type { Pairs } from './compare-lists.js';

/** The request to the worker: the bytes of both runs. */
export interface ComparisonRequest {
  readonly a: readonly Uint8Array[];
  readonly b: readonly Uint8Array[];
}

/** What it answers. */
export interface ComparisonReply {
  readonly pairs: Pairs;
}
