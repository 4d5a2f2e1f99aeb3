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
   * descriptors' listings are dropped; whoever is in the middle of one goes on in a fresh one, by the number of entries read so far.
   */
  readonly listedBytes: number;
}

/** Linux's PATH_MAX and IOV_MAX, and of the others as many as a program can be expected to need. */
export const defaultLimits: Limits = {
  descriptors: 4096,
  pathBytes: 4096,
  iovecs: 1024,
  subscriptions: 4096,
  listedBytes: 0x1000000,
};
