/** What subscribers want of a hostcall, as bits. */
export const Interest = {
  /** An event before it does its work. */
  ENTRY: 1,
  /** An event when it has ended with success, and one when it has not. */
  SUCCESS: 2,
  FAILURE: 4,
  /** To be counted and timed. */
  METER: 8,
  /** Only calls that touch certain paths are wanted: whether this one does shows when its arguments are known. */
  PATHS: 16,
  /** To be seen but not delivered: the denial of a later call may name it. */
  CAUSE: 32,
  /** Something is to be done before it begins. */
  BEFORE: 64,
} as const;
