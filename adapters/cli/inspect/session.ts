/** The session that the server sends to the page of the inspector, as `session.json`. */
/** A file that the server has. */
export interface ServedFile {
  /** Its name, without the directories. */
  readonly name: string;
  readonly kind: 'recording' | 'text' | 'ndjson';
  /** Bytes. */
  readonly size: number;
  /** Where the page gets it, relative to its own address. */
  readonly href: string;
}

/** The input of the page: files, or a program that runs. */
export type Session =
  /** One file, or two to compare. */
  | { readonly kind: 'files'; readonly files: readonly ServedFile[] }
  /**
   * A program that runs. `recording` gives its bytes as they are recorded, `events` lines of `LiveEventText` as they happen, each from the beginning of the
   * run; `commands` takes a `LiveCommand` by POST.
   */
  | {
      readonly kind: 'live';
      readonly name: string;
      readonly recording: string;
      readonly events: string;
      readonly commands: string;
    };
