import {
  type Directory,
  Errno,
  emptyFilestat,
  type File,
  type Filestat,
  type Iovecs,
  Open,
} from '../../../domain/index.js';
import { identityOf } from '../names.js';
import { WrappedFile } from '../wrapped-file.js';
import type { Identity, OpenBaseFile, OverlayLayers } from './overlay-layers.js';
import type { OverlayNode } from './overlay-node.js';

/** Where a file of the base was opened. */
interface Origin {
  readonly node: OverlayNode;
  readonly name: string;
  /** Its attributes in the base. */
  readonly was: Filestat;
}

/**
 * An open file of the base; or of the upper directory, if it was copied there and keeps its identity. A file of the base is only read: it is
 * copied up at the first write, not when it is opened, since programs built with Go open files for writing that they only read.
 */
export class OverlayFile extends WrappedFile implements OpenBaseFile {
  readonly #layers: OverlayLayers;
  #how: number;
  /** Undefined for a file of the upper directory, including one that was copied up. */
  #origin: Origin | undefined;
  readonly #identity: { readonly device: bigint; readonly inode: bigint };
  #nameless = false;
  #key: string | undefined;

  /** @param from the place in the base, or the identity of a file in the upper directory */
  constructor(layers: OverlayLayers, inner: File, how: number, from: Origin | Identity) {
    super(inner);
    this.#layers = layers;
    this.#how = how;
    layers.hold();
    if ('node' in from) {
      this.#origin = from;
      this.#identity = from.was;
      this.#key = identityOf(from.was);
      const { openFiles } = layers.state;
      const others = openFiles.get(this.#key);
      if (others === undefined) openFiles.set(this.#key, new Set([this]));
      else others.add(this);
    } else {
      this.#identity = from;
    }
  }

  get isWritable(): boolean {
    return (this.#how & Open.WRITE) !== 0;
  }

  goOnIn(upper: Directory, name: string): void {
    const file = upper.open(name, this.#how & ~(Open.CREATE | Open.EXCLUSIVE | Open.TRUNCATE)) as File | number;
    if (typeof file === 'number') return;
    this.inner.close();
    this.inner = file;
    this.#origin = undefined;
    this.#leave();
  }

  loseName(): void {
    this.#nameless = true;
  }

  override setFlags(how: number): number {
    const errno = this.inner.setFlags(how);
    const changeable = Open.APPEND | Open.NONBLOCK | Open.SYNC | Open.DSYNC;
    if (errno === 0) this.#how = (this.#how & ~changeable) | (how & changeable);
    return errno;
  }

  override stat(into: Filestat): number {
    const errno = this.inner.stat(into);
    if (errno < 0) return errno;
    into.device = this.#identity.device;
    into.inode = this.#identity.inode;
    if (this.#nameless) into.links = 0n;
    return 0;
  }

  override read(into: Iovecs, offset: number): number {
    const isWriteOnly = (this.#how & (Open.READ | Open.WRITE)) === Open.WRITE;
    if (isWriteOnly && this.#origin !== undefined) return into.count === 0 ? 0 : -Errno.EBADF;
    return this.inner.read(into, offset);
  }

  override write(from: Iovecs, offset: number): number {
    // Nothing is copied up for it, and the file of the base is open for reading alone.
    if (from.total === 0 && this.isWritable) return 0;
    return this.#prepareToWrite() || this.inner.write(from, offset);
  }

  override setSize(size: number): number {
    return this.#prepareToWrite() || this.inner.setSize(size);
  }

  override allocate(offset: number, length: number): number {
    return this.#prepareToWrite() || this.inner.allocate(offset, length);
  }

  /** The base keeps its times: the file is copied up first. A file without a name cannot be copied up. */
  override setTimes(accessed: bigint | undefined, modified: bigint | undefined): number {
    if (accessed === undefined && modified === undefined) return 0;
    return this.#copyUp() || this.inner.setTimes(accessed, modified);
  }

  override close(): number {
    const errno = this.inner.close();
    this.#leave();
    this.#layers.release();
    return errno;
  }

  #prepareToWrite(): number {
    return this.isWritable ? this.#copyUp() : 0;
  }

  #copyUp(): number {
    const origin = this.#origin;
    if (origin === undefined) return 0;
    const now = emptyFilestat();
    this.#layers.find(origin.node, origin.name, now);
    const errno = this.#layers.inBase ? this.#layers.copyUp(origin.node, origin.name, now) : 0;
    return errno || (this.#origin === undefined ? 0 : -Errno.EROFS);
  }

  #leave(): void {
    const { openFiles } = this.#layers.state;
    const key = this.#key ?? '';
    const others = openFiles.get(key);
    others?.delete(this);
    if (others?.size === 0) openFiles.delete(key);
    this.#key = undefined;
  }
}
