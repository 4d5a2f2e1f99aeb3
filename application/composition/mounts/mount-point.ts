import { type Directory, type Filestat, Filetype, type Naming } from '../../../domain/index.js';
import { joined } from '../names.js';

/** No file system gives its files this device number. */
const DEVICE = 0n;

/** A mount point, or a directory on the way to one. Neither can be moved or removed. */
export class MountPoint {
  readonly parent: MountPoint | undefined;
  readonly name: string;
  /** The directory mounted here. */
  mounted: Directory | undefined;
  readonly #children = new Map<string, MountPoint>();
  /** For a directory that only exists because of what is mounted below. */
  readonly #inode: bigint;
  readonly #last: { inode: bigint };

  constructor(parent?: MountPoint, name = '') {
    this.parent = parent;
    this.name = name;
    this.#last = parent === undefined ? { inode: 0n } : parent.#last;
    this.#inode = ++this.#last.inode;
  }

  /** The points right below, by name. */
  get children(): ReadonlyMap<string, MountPoint> {
    return this.#children;
  }

  /** The point right below with this name. @param naming of the directory that it is in */
  child(name: string, naming: Naming | undefined): MountPoint | undefined {
    if (naming === undefined) return this.#children.get(name);
    for (const [own, each] of this.#children) if (naming.key(own) === naming.key(name)) return each;
    return undefined;
  }

  /** The point below with this name; it is made if there is none. */
  ensure(name: string): MountPoint {
    let child = this.#children.get(name);
    if (child === undefined) {
      child = new MountPoint(this, name);
      this.#children.set(name, child);
    }
    return child;
  }

  /** The path from the top; empty for the top itself. */
  get path(): string {
    return joined(this.parent?.path ?? '', this.name);
  }

  /** Attributes of a directory that is in no file system. */
  stat(into: Filestat): number {
    into.device = DEVICE;
    into.inode = this.#inode;
    into.filetype = Filetype.DIRECTORY;
    into.links = 2n;
    into.size = 0n;
    into.accessed = 0n;
    into.modified = 0n;
    into.changed = 0n;
    return 0;
  }
}
