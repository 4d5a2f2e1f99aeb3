/** What calls can be sorted by: facts in columns. */
export const callSortKeys = ['number', 'time', 'thread', 'descriptor', 'name', 'result', 'bytes', 'duration'] as const;
export type CallSortKey = (typeof callSortKeys)[number];

/** How calls are to be sorted. */
export interface CallSortOrder {
  readonly by: CallSortKey;
  readonly descending: boolean;
}
