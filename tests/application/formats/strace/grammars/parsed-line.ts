/** A line of strace's as a parser reads it. */
export type ParsedLine =
  | { readonly kind: 'call'; readonly name: string; readonly args: string; readonly result: string }
  | { readonly kind: 'unfinished'; readonly call: string }
  | { readonly kind: 'ended' | 'signal' };
