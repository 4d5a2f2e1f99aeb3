/** Times of an entry, nanoseconds since 1970. What is not given is the time when the entry is made. */
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
 * What is below a directory, as data that adapters can hand each other: path → entry. A path is the names on the way joined by `/`. A
 * directory comes before what is in it; one that is not listed is there all the same. It can be cloned and sent to a worker.
 */
export type FileTree = ReadonlyMap<string, FileTreeEntry>;
