/** What a parser makes of a line of strace's. */
export type ParsedLine =
  | { readonly kind: 'call'; readonly name: string; readonly args: string; readonly result: string }
  | { readonly kind: 'unfinished'; readonly call: string }
  | { readonly kind: 'ended' | 'signal' };
