import { ConfigurationError } from './errors.js';

/** Bounds on what a guest can make the host hold. */
export interface Limits {
  /** Descriptors open at once; beyond is EMFILE. */
  readonly descriptors: number;
  /** Bytes of a path; beyond is ENAMETOOLONG. */
  readonly pathBytes: number;
  /** Buffers of one read or write; beyond is EINVAL. */
  readonly iovecs: number;
  /** Subscriptions of one poll_oneoff; beyond is EINVAL. */
  readonly subscriptions: number;
  /**
   * Bytes of directory entries, as fd_readdir writes them, kept from one fd_readdir to the next, all descriptors together. Beyond, other
   * descriptors' listings are dropped; a guest in the middle of one goes on in a fresh one, by the number of entries read so far.
   */
  readonly listedBytes: number;
}

/** Linux's PATH_MAX and IOV_MAX ([limits.h](https://man7.org/linux/man-pages/man0/limits.h.0p.html)); of the others, as many as programs need. */
export const defaultLimits: Limits = {
  descriptors: 4096,
  pathBytes: 4096,
  iovecs: 1024,
  subscriptions: 4096,
  listedBytes: 0x1000000,
};

/**
 * The limits an embedder asks for.
 * @param given those that differ from the defaults; undefined stands for the default, never for no limit
 * @throws ConfigurationError for an unknown name, and for a value that is neither a whole number, 0 or greater, nor Infinity
 */
export function checkedLimits(given: { readonly [Name in keyof Limits]?: Limits[Name] | undefined } = {}): Limits {
  const limits: Record<string, number> = { ...defaultLimits };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultLimits, name)) {
      throw new ConfigurationError(
        `unknown limit ${JSON.stringify(name)}`,
        `there are ${Object.keys(defaultLimits).join(', ')}`,
      );
    }
    if (value === undefined) continue;
    if (value !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new ConfigurationError(
        `limits.${name} is ${String(value)}`,
        'give a whole number, 0 or greater, or Infinity for no limit',
      );
    }
    limits[name] = value;
  }
  return limits as unknown as Limits;
}
