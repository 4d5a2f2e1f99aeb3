/** Times of an entry, nanoseconds since 1970. A time that is not given is when the entry is created. */
export interface FileTreeTimes {
  readonly accessed?: bigint | undefined;
  readonly modified?: bigint | undefined;
}

/** One entry of a {@link FileTree}. */
export type FileTreeEntry =
  | ({ readonly kind: 'directory' } & FileTreeTimes)
  | ({ readonly kind: 'file'; readonly content: Uint8Array } & FileTreeTimes)
  | ({ readonly kind: 'symlink'; readonly target: string } & FileTreeTimes)
  /** One more name of the file or symbolic link at `path`, which comes earlier. */
  | { readonly kind: 'hardlink'; readonly path: string };

/**
 * The contents of a directory, as data that adapters can exchange: path → entry. A path is the names on the way, joined by `/`. A directory comes
 * before its contents; one that is not listed exists all the same. It can be cloned and sent to a worker.
 */
export type FileTree = ReadonlyMap<string, FileTreeEntry>;
