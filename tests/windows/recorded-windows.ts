import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { secondsOf } from '../../adapters/node/host-times.js';
import { type DescriptorCalls, type HostCalls, NO_DESCRIPTOR_CALLS } from '../../adapters/node/index.js';
import { NOFOLLOW, ONLY_DIRECTORY } from '../../adapters/node/open-flags.js';
import { Errno, windowsNaming } from '../../domain/index.js';
import { Drives, notRecorded, type Place } from './drives.js';
import { Name, type Reparse, Thing } from './volume.js';

const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const ACCESS = O_RDONLY | O_WRONLY | O_RDWR;

/** An open descriptor. */
interface Handle {
  readonly name: Name | undefined;
  readonly thing: Thing;
  readonly reads: boolean;
  readonly writes: boolean;
  readonly appends: boolean;
}

/**
 * What Node answers on Windows, as `observed.ts` describes it, on volumes in memory: `C:`, `D:`, a share, and one without a drive
 * letter. For what is described nowhere it fails, so that nothing rests on a guess.
 */
export class RecordedWindows implements HostCalls {
  readonly linkFollows = true;
  readonly linksHaveTypes = true;
  readonly descriptors = undefined;
  readonly socketsUnblock = false;
  /** Whether the user may make symbolic links. */
  privileged = true;
  /** The descriptor that what is opened next gets. */
  next = 1001;
  readonly #drives = new Drives();
  readonly #handles = new Map<number, Handle>();

  /** How many descriptors are open. */
  get openDescriptors(): number {
    return this.#handles.size;
  }

  /** The file at a path, for the set-up of a test. */
  at(path: string): Thing {
    const place = this.#drives.find(path, false);
    if (typeof place === 'number' || place.thing === undefined) throw new Error(`nothing is at ${path}`);
    return place.thing;
  }

  /** Makes a file, and the directories above it. */
  populate(path: string, content: string): void {
    for (let slash = path.indexOf('/'); slash !== -1; slash = path.indexOf('/', slash + 1))
      this.mkdir(path.slice(0, slash), 0);
    this.close(this.open(path, O_WRONLY | O_CREAT, 0o666));
    this.at(path).content = new TextEncoder().encode(content);
  }

  /** Makes a junction, or a mount point. */
  junction(path: string, target: string, kind: 'junction' | 'volume' = 'junction'): void {
    const place = this.#drives.find(path, false);
    if (typeof place === 'number' || place.parent === undefined) throw new Error(`nothing can be made at ${path}`);
    new Name(new Thing(place.parent.volume, true, { kind, target }), place.parent, place.text);
  }

  open(path: string, flags: number, _mode: number): number {
    const place = this.#drives.find(path, true);
    if (typeof place === 'number') return place;
    if ((flags & (O_TRUNC | ONLY_DIRECTORY | NOFOLLOW)) !== 0) throw notRecorded('open', path);
    const created = place.thing === undefined ? this.#create(place, flags) : undefined;
    if (typeof created === 'number') return created;
    const thing = place.thing ?? (created as Name).thing;
    const access = flags & ACCESS;
    if (created === undefined) {
      if ((flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0) return -Errno.EEXIST;
      if (place.name?.pending === true || (thing.readOnly && access !== O_RDONLY)) return -Errno.EPERM;
      if (thing.held) return -Errno.EBUSY;
    }
    const name = place.name ?? created;
    if (name !== undefined) name.open++;
    const appends = (flags & O_APPEND) !== 0;
    const fd = this.next++;
    this.#handles.set(fd, { name, thing, reads: access !== O_WRONLY, writes: access !== O_RDONLY, appends });
    return fd;
  }

  close(fd: number): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined) return -Errno.EBADF;
    this.#handles.delete(fd);
    const { name } = handle;
    if (name !== undefined && --name.open === 0 && name.pending) name.vanish();
    return 0;
  }

  read(fd: number, array: Uint8Array, offset: number, length: number, position: number | null): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined || !handle.reads) return -Errno.EBADF;
    if (handle.thing.directory) return -Errno.EISDIR;
    if (position === null) throw notRecorded('read without position', String(fd));
    const bytes = handle.thing.content.subarray(position, position + length);
    array.set(bytes, offset);
    return bytes.length;
  }

  write(fd: number, array: Uint8Array, offset: number, length: number, position: number | null): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined || !handle.writes) return -Errno.EBADF;
    const { thing } = handle;
    if (position === null && !handle.appends) throw notRecorded('write without position', String(fd));
    const at = handle.appends ? thing.content.length : (position as number);
    if (at + length > thing.content.length) resize(thing, at + length);
    thing.content.set(array.subarray(offset, offset + length), at);
    thing.touched();
    return length;
  }

  readv(fd: number, arrays: readonly Uint8Array[], position: number | null): number {
    return inTurn(arrays, position, (array, at) => this.read(fd, array, 0, array.length, at));
  }

  writev(fd: number, arrays: readonly Uint8Array[], position: number | null): number {
    return inTurn(arrays, position, (array, at) => this.write(fd, array, 0, array.length, at));
  }

  lstat(path: string): BigIntStats | number {
    return this.#look(path, thing => thing.stats(false));
  }

  roughLstat(path: string): ReturnType<HostCalls['roughLstat']> {
    return this.#look(path, thing => thing.roughStats(false));
  }

  fstat(fd: number): BigIntStats | number {
    return this.#handles.get(fd)?.thing.stats(true) ?? -Errno.EBADF;
  }

  roughStat(fd: number): ReturnType<HostCalls['roughStat']> {
    return this.#handles.get(fd)?.thing.roughStats(true) ?? -Errno.EBADF;
  }

  readlink(path: string): string | number {
    const name = this.#named(path);
    if (typeof name === 'number') return name;
    const { reparse } = name.thing;
    return reparse === undefined || reparse.kind === 'volume' ? -Errno.EINVAL : reparse.target;
  }

  readdir(path: string): string[] | number {
    const thing = this.#look(path, thing => thing, true);
    if (typeof thing === 'number') return thing;
    if (!thing.directory) return -Errno.ENOTDIR;
    return [...thing.children.keys()].sort().map(key => (thing.children.get(key) as Name).text);
  }

  linksIn(path: string): readonly string[] | number {
    const names = this.readdir(path);
    if (typeof names === 'number') return names;
    return names.filter(name => this.at(`${path}/${name}`).reparse !== undefined);
  }

  mkdir(path: string, _mode: number): number {
    const place = this.#drives.find(path, false);
    if (typeof place === 'number') return place;
    if (place.name?.pending === true) return -Errno.EPERM;
    if (place.thing !== undefined || place.parent === undefined) return -Errno.EEXIST;
    this.#make(place, new Thing(place.parent.volume, true));
    return 0;
  }

  rmdir(path: string): number {
    const name = this.#named(path);
    if (typeof name === 'number') return name;
    if (!name.thing.directory) return -Errno.ENOENT;
    if (name.thing.children.size > 0) return -Errno.ENOTEMPTY;
    return this.#remove(name);
  }

  unlink(path: string): number {
    const name = this.#named(path);
    if (typeof name === 'number') return name;
    const { directory, reparse } = name.thing;
    if (directory && (reparse === undefined || reparse.kind === 'volume')) return -Errno.EPERM;
    return this.#remove(name);
  }

  symlink(target: string, path: string, type: 'file' | 'dir' = 'file'): number {
    const place = this.#drives.find(path, false);
    if (typeof place === 'number') return place;
    if (!this.privileged) return -Errno.EPERM;
    if (place.name?.pending === true) return -Errno.EPERM;
    if (place.thing !== undefined || place.parent === undefined) return -Errno.EEXIST;
    if (/^([\\/]|[A-Za-z]:)/.test(target)) throw notRecorded('symlink to an absolute target', target);
    const reparse: Reparse = { kind: 'symlink', target: target.replaceAll('/', '\\') };
    this.#make(place, new Thing(place.parent.volume, type === 'dir', reparse));
    return 0;
  }

  link(path: string, newPath: string): number {
    const from = this.#drives.find(path, true);
    const to = this.#drives.find(newPath, false);
    if (typeof from === 'number') return from;
    if (typeof to === 'number') return to;
    if (from.thing === undefined) return -Errno.ENOENT;
    if (from.name?.pending === true || from.thing.directory || to.name?.pending === true) return -Errno.EPERM;
    if (to.thing !== undefined) return -Errno.EEXIST;
    if (to.parent?.volume !== from.thing.volume) return -Errno.EXDEV;
    this.#make(to, from.thing);
    from.thing.changed = to.parent.changed;
    return 0;
  }

  rename(path: string, newPath: string): number {
    const from = this.#drives.find(path, false);
    const to = this.#drives.find(newPath, false);
    if (typeof from === 'number') return from;
    if (typeof to === 'number') return to;
    const { name } = from;
    if (name === undefined) return -Errno.ENOENT;
    if (name.pending || to.name?.pending === true) return -Errno.EPERM;
    if (name.thing.held || to.thing?.held === true) return -Errno.EBUSY;
    if (to.parent?.volume !== name.thing.volume) return -Errno.EXDEV;
    if (name.thing.directory && isOpenBelow(name.thing)) return -Errno.EPERM;
    if (isWithin(to.real, from.real)) return -Errno.EINVAL;
    if (to.name !== undefined && to.name !== name) {
      const { thing } = to.name;
      if ((thing.directory && thing.reparse === undefined) || thing.readOnly || to.name.open > 0) return -Errno.EPERM;
      to.name.remove();
    }
    name.vanish();
    name.thing.links--;
    this.#moved(name, this.#make(to, name.thing));
    return 0;
  }

  truncate(fd: number, size: number): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined) return -Errno.EBADF;
    if (!handle.writes || handle.appends) return -Errno.EPERM;
    if (size > 2 ** 44) return -Errno.EFBIG;
    resize(handle.thing, size);
    handle.thing.touched();
    return 0;
  }

  sync(fd: number): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined) return -Errno.EBADF;
    return handle.writes ? 0 : -Errno.EPERM;
  }

  datasync(fd: number): number {
    return this.sync(fd);
  }

  lutimes(path: string, accessed: bigint | undefined, modified: bigint | undefined): number {
    const thing = this.#look(path, thing => thing);
    return typeof thing === 'number' ? thing : set(thing, accessed, modified);
  }

  futimes(fd: number, accessed: bigint | undefined, modified: bigint | undefined): number {
    const handle = this.#handles.get(fd);
    if (handle === undefined) return -Errno.EBADF;
    return handle.writes ? set(handle.thing, accessed, modified) : -Errno.EPERM;
  }

  realpath(path: string): string | number {
    const place = this.#drives.find(path, true);
    if (typeof place === 'number') return place;
    if (place.thing === undefined) return -Errno.ENOENT;
    const [, unc = '', rest = ''] = /^(\/\/)?(.*)$/.exec(place.real) ?? [];
    const written = `${unc}${rest}`.replaceAll('/', '\\');
    return /^[A-Z]:$/.test(written) ? `${written}\\` : written;
  }

  descriptorCalls(): DescriptorCalls {
    return NO_DESCRIPTOR_CALLS;
  }

  appends(fd: number): boolean {
    throw notRecorded('appends', `${fd}`);
  }

  confirm(path: string): number {
    throw notRecorded('confirm', path);
  }

  #look<Result>(path: string, tell: (thing: Thing) => Result, follow = false): Result | number {
    let place = this.#drives.find(path, follow);
    // libuv follows what it does not show as a link.
    if (typeof place !== 'number' && place.thing?.reparse?.kind === 'volume') place = this.#drives.find(path, true);
    if (typeof place === 'number') return place;
    if (place.thing === undefined) return -Errno.ENOENT;
    return place.name?.pending === true ? -Errno.EPERM : tell(place.thing);
  }

  #named(path: string): Name | number {
    const place = this.#drives.find(path, false);
    if (typeof place === 'number') return place;
    if (place.name === undefined) return -Errno.ENOENT;
    return place.name.pending ? -Errno.EPERM : place.name;
  }

  #remove(name: Name): number {
    if (name.thing.held) return -Errno.EBUSY;
    name.remove();
    name.thing.changed = BigInt(Date.now()) * 1_000_000n;
    name.parent.touched();
    return 0;
  }

  #create(place: Place, flags: number): Name | number {
    if ((flags & O_CREAT) === 0) return -Errno.ENOENT;
    if (place.parent === undefined) return -Errno.ENOENT;
    return this.#make(place, new Thing(place.parent.volume, false));
  }

  #make({ parent, text }: Place, thing: Thing): Name {
    (parent as Thing).touched();
    return new Name(thing, parent as Thing, text);
  }

  #moved(from: Name, to: Name): void {
    to.open = from.open;
    for (const [fd, handle] of this.#handles) if (handle.name === from) this.#handles.set(fd, { ...handle, name: to });
  }
}

function isWithin(path: string, directory: string): boolean {
  return windowsNaming.key(path).startsWith(`${windowsNaming.key(directory)}/`);
}

function isOpenBelow(directory: Thing): boolean {
  return [...directory.children.values()].some(name => name.open > 0 || isOpenBelow(name.thing));
}

function resize(thing: Thing, size: number): void {
  const content = new Uint8Array(size);
  content.set(thing.content.subarray(0, size));
  thing.content = content;
}

function inTurn(
  arrays: readonly Uint8Array[],
  position: number | null,
  move: (array: Uint8Array, at: number | null) => number,
): number {
  let total = 0;
  for (const array of arrays) {
    const moved = move(array, position === null ? null : position + total);
    if (moved < 0) return moved;
    total += moved;
    if (moved < array.length) break;
  }
  return total;
}

/** Node 20 can only set both times. */
function set(thing: Thing, accessed: bigint | undefined, modified: bigint | undefined): number {
  if (accessed === undefined || modified === undefined) return -Errno.ENOTSUP;
  thing.setTimes(secondsOf(accessed) as number, secondsOf(modified) as number);
  return 0;
}
