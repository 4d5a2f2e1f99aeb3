/** Memory that the files of one file system may still take. */
export interface Budget {
  /** Bytes that may still be taken. */
  readonly left: number;
  /** Takes bytes. @returns false if fewer are left; then none are taken */
  take(bytes: number): boolean;
  /** Gives bytes back. */
  give(bytes: number): void;
  /** Runs something that may take what it likes; where no limit was given, that does not count. */
  exempt<Result>(work: () => Result): Result;
}

/**
 * @param limit in bytes; undefined for none of one's own
 * @param fallback the limit where none is given
 */
export function limitedBudget(limit: number | undefined, fallback: number): Budget {
  let left = limit ?? fallback;
  let exempt = false;
  return {
    get left() {
      return left;
    },
    take(bytes) {
      if (exempt) return true;
      if (bytes > left) return false;
      left -= bytes;
      return true;
    },
    give(bytes) {
      left += bytes;
    },
    exempt(work) {
      const before = exempt;
      exempt = limit === undefined;
      try {
        return work();
      } finally {
        exempt = before;
      }
    },
  };
}
