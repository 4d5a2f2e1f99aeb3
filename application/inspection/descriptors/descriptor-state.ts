/** Rights of a descriptor, as masks. */
export interface KnownRights {
  readonly base: number;
  readonly inheriting: number;
  /** false if these are the rights requested: the descriptor may hold fewer, since only rights that apply to what was opened are granted. */
  readonly exact: boolean;
}

/** What the calls so far show of an open descriptor. Anything unknown is undefined. */
export interface DescriptorState {
  readonly fd: number;
  /** Which guest has it. */
  readonly instance: number;
  /** The number of its life: from the call that opened it, through moves to other numbers, to the call that closed it. */
  readonly life: number;
  /** Its name in a trace: a guest path, or `stdin`. */
  readonly label: string;
  /** It is a directory that the program has from the start. */
  readonly preopen: boolean;
  /** One of `Filetype`. */
  readonly filetype: number | undefined;
  readonly rights: KnownRights | undefined;
  /** Flags of `Fdflag`. */
  readonly flags: number | undefined;
  /** Where the next read or write of a file begins. */
  readonly offset: number | undefined;
  /** The file's size when a call last returned it. */
  readonly size: number | undefined;
  /** Where the next fd_readdir continues, as the last one returned it. */
  readonly cookie: bigint | undefined;
  /** Bytes read and written through it. */
  readonly read: number;
  readonly written: number;
}

/** A descriptor's life: how it was opened, used and closed. */
export interface DescriptorLife {
  readonly life: number;
  readonly instance: number;
  /** Its first number. */
  readonly fd: number;
  readonly label: string;
  /** The call that opened it; undefined if the program had it from the start, or if no call shows it. */
  readonly openedBy: number | undefined;
  /** It was there from the start. */
  readonly initial: boolean;
  /** The life of the directory or socket that it was opened through. */
  readonly parent: number | undefined;
  /** The call that closed it, or that moved another descriptor to its number; undefined if none did. */
  readonly closedBy: number | undefined;
  /** The calls that took it or waited for it, in order, with those that opened, moved and closed it. */
  readonly uses: Uint32Array;
}

/** A descriptor that is only known to be open. */
export function blankState(fd: number, instance: number, life: number, label: string): DescriptorState {
  return {
    fd,
    instance,
    life,
    label,
    preopen: false,
    filetype: undefined,
    rights: undefined,
    flags: undefined,
    offset: undefined,
    size: undefined,
    cookie: undefined,
    read: 0,
    written: 0,
  };
}
