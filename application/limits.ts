import { checkOptions, LIMIT, type OptionKinds, withDefaults } from './options/index.js';

/** Bounds on what a guest can make the host hold; Infinity for none. A bound that is not given has its default. */
export interface Limits {
  /** Descriptors open at once; beyond that is EMFILE. @defaultValue 4096 */
  readonly descriptors?: number | undefined;
  /** Bytes of a path; beyond that is ENAMETOOLONG. @defaultValue 4096 */
  readonly pathBytes?: number | undefined;
  /** Buffers of one read or write; beyond that is EINVAL. @defaultValue 1024 */
  readonly iovecs?: number | undefined;
  /** Subscriptions of one poll_oneoff; beyond that is EINVAL. @defaultValue 4096 */
  readonly subscriptions?: number | undefined;
  /**
   * Bytes of directory entries, as fd_readdir writes them, kept from one fd_readdir to the next, all descriptors together. Beyond that, other
   * descriptors' listings are dropped; a guest in the middle of one continues in a fresh one, by the number of entries read so far.
   * @defaultValue 16777216, 16 MiB
   */
  readonly listedBytes?: number | undefined;
}

/** The bounds of one guest. */
export type CompleteLimits = { readonly [Name in keyof Limits]-?: number };

/** Linux's PATH_MAX and IOV_MAX ([limits.h](https://man7.org/linux/man-pages/man0/limits.h.0p.html)); of the others, as many as programs need. */
export const defaultLimits: CompleteLimits = {
  descriptors: 4096,
  pathBytes: 4096,
  iovecs: 1024,
  subscriptions: 4096,
  listedBytes: 0x1000000,
};

const kinds: OptionKinds<Limits> = {
  descriptors: LIMIT,
  pathBytes: LIMIT,
  iovecs: LIMIT,
  subscriptions: LIMIT,
  listedBytes: LIMIT,
};

/**
 * The limits an embedder asks for, with the defaults for the others.
 * @throws ConfigurationError for an unknown name, and for a value that is neither a whole number, 0 or greater, nor Infinity
 */
export function checkedLimits(given: Limits = {}): CompleteLimits {
  checkOptions(given, 'limits', kinds);
  return withDefaults(defaultLimits, given);
}
