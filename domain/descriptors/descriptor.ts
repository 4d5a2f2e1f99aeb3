import type { Directory, DirectoryEntry, File, Socket, Stream } from '../ports/index.js';

/** What a descriptor can stand for. */
export type Resource = File | Directory | Stream | Socket;

/** The entries of a directory when a program began to read it. */
export interface Listing {
  /** All entries, `.` and `..` included. */
  readonly entries: readonly DirectoryEntry[];
  /** Bytes of all entries, as fd_readdir writes them; as many as there can be until they are counted. */
  bytes: number;
  counted: boolean;
  /** Counts the listings of a guest. */
  readonly order: number;
  /** It has been read to its end, and will hardly be wanted again. */
  finished: boolean;
}

/** A descriptor: a number of the guest, as the host sees it. One class for all kinds, so that every look-up meets objects of one shape. */
export class Descriptor {
  readonly resource: Resource;
  readonly filetype: number;
  /** Rights it holds: 30 bits. They only ever shrink. */
  rightsBase: number;
  /** Rights it hands down to what is opened through it. They only ever shrink. */
  rightsInheriting: number;
  /** Flags of `Fdflag`. */
  flags: number;
  /** Offset of the next read or write of a regular file, an integer below 2^53. */
  offset = 0;
  /** Microseconds that a call waits at most to receive or to accept a connection; 0 for ever. */
  receiveTimeout = 0;
  /** The same for sending and for connecting. */
  sendTimeout = 0;
  /** How a trace names it: a guest path, or `stdin`. */
  readonly label: string;
  /** UTF-8 name of a preopened directory; undefined for every other descriptor. */
  readonly preopenName: Uint8Array | undefined;
  /** The last listing of a directory. It can be dropped at any time, and is then made again. */
  listing: Listing | undefined;

  constructor(
    resource: Resource,
    filetype: number,
    rightsBase: number,
    rightsInheriting: number,
    flags: number,
    label: string,
    preopenName?: Uint8Array,
  ) {
    this.resource = resource;
    this.filetype = filetype;
    this.rightsBase = rightsBase;
    this.rightsInheriting = rightsInheriting;
    this.flags = flags;
    this.label = label;
    this.preopenName = preopenName;
    this.listing = undefined;
  }
}
