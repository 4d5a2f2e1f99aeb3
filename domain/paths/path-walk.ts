import type { Descent, Directory } from '../ports/index.js';
import { Errno } from '../preview1/index.js';

/** Links one walk follows before it answers `-ELOOP`; as many as Linux does. */
export const MAX_LINKS = 40;
/** Characters of a path and of all links in it, together, before the answer is `-ENAMETOOLONG`. */
export const MAX_EXPANDED = 65536;
/**
 * Descents of one walk before the answer is `-ENAMETOOLONG`. Only a path that turns back dozens of times needs that many. A borrowed
 * directory outlives {@link BORROWED_DESCENTS} descents, so what one walk found is still there after a second walk: path_rename and path_link need that.
 */
export const MAX_DESCENTS = 90;

/** Why a walk stopped, in words. */
export const walkRules = {
  empty: 'The path is empty.',
  nul: 'The path contains a NUL character.',
  absolute: 'The path is absolute: only paths relative to a descriptor name anything.',
  above: 'The path leads above the directory it starts from.',
  'absolute-link': 'A symbolic link leads to an absolute path.',
  'empty-link': 'A symbolic link leads to an empty path, or one with a NUL character.',
  links: 'There are too many symbolic links on the way, as in a loop.',
  length: 'The path, with the links on the way, is too long or turns back too often.',
  'not-directory': 'A component before the last one is not a directory.',
  host: 'The host refused a component.',
} as const;

/** A rule that stops a walk. */
export type WalkRule = keyof typeof walkRules;

/** A symbolic link that a walk has met. */
export interface FollowedLink {
  /** Where it is, as `PathWalk.stoppedAt` has it. */
  readonly at: string;
  readonly target: string;
}

const NO_LINKS: readonly FollowedLink[] = [];

const SLASH = 0x2f;
const DOT = 0x2e;

/**
 * A walk from a directory along a guest's path to the place where the last component is to be looked up. One object serves any number
 * of walks, one after the other.
 *
 * The last component is never followed by the walk itself. The caller tries its operation on `directory` and `name`, and only if it
 * finds a link there, and wants it followed, calls {@link PathWalk.follow} and tries again. So a walk costs no look-up of its own where
 * no link is met.
 *
 * Safety does not rest on comparing paths: `..` takes back the last plain directory gone through, and where there is none, the answer
 * is `-ENOTCAPABLE` before anything is asked of the host. Nothing outside can be probed.
 */
export class PathWalk {
  /** Where the last component is to be looked up. Borrowed: not to be closed, and good for this hostcall. */
  directory!: Directory;
  /** The last component; `.` where the path names a directory by `.`, by `..`, or by being reduced to it. */
  name = '.';
  /** A trailing slash, or a last `.` or `..`, in the path or in the target of a link that was followed as the last component. */
  mustBeDirectory = false;

  /** The rule by which the last walk stopped; undefined if it came through. */
  rule: WalkRule | undefined = undefined;
  /** The component at which the last walk stopped, with the plain directories before it; undefined if it came through. */
  stoppedAt: string | undefined = undefined;
  /** The path of the last walk; undefined if there was none since {@link PathWalk.forget}. */
  path: string | undefined = undefined;
  /** The links whose targets the last walk has read, in that order. */
  followedLinks: readonly FollowedLink[] = NO_LINKS;

  #base!: Directory;
  /** The plain directories gone through from the base, joined by slashes. */
  #passed = '';
  /** `directory` is not what `#passed` names: `..` has been taken since. */
  #stale = false;
  #links = 0;
  #descents = 0;
  #expanded = 0;
  readonly #descent: Descent = { directory: undefined as unknown as Directory, steps: 0 };

  /**
   * Walks to the last component of a path.
   * @param base where the path starts, and above which it never leads
   * @param path the guest's, not empty
   * @returns 0, and `directory`, `name` and `mustBeDirectory` are set; or, with `rule` and `stoppedAt` set, a negative errno:
   *   `-ENOENT` (empty, a component is missing), `-EINVAL` (a NUL), `-ENOTCAPABLE` (absolute, or above the base), `-ENOTDIR`,
   *   `-ELOOP` (more than 40 links), `-ENAMETOOLONG`, or what the host answered for a component
   */
  start(base: Directory, path: string): number {
    this.#base = base;
    this.directory = base;
    this.mustBeDirectory = false;
    this.rule = undefined;
    this.stoppedAt = undefined;
    this.path = path;
    this.followedLinks = NO_LINKS;
    this.#passed = '';
    this.#stale = false;
    this.#links = 0;
    this.#descents = 0;
    this.#expanded = path.length;

    const length = path.length;
    let slash = -1;
    let plain = true;
    for (let i = 0; i < length; i++) {
      const code = path.charCodeAt(i);
      if (code === SLASH) {
        if (slash === i - 1) plain = false;
        slash = i;
      } else if (code === DOT) {
        if (slash === i - 1 && isDots(path, i)) plain = false;
      } else if (code === 0) {
        return this.#refuse(-Errno.EINVAL, 'nul', path);
      }
    }
    if (length === 0) return this.#refuse(-Errno.ENOENT, 'empty', path);
    if (path.charCodeAt(0) === SLASH) return this.#refuse(-Errno.ENOTCAPABLE, 'absolute', path);
    if (length > MAX_EXPANDED) return this.#refuse(-Errno.ENAMETOOLONG, 'length', path);

    if (path === '.') {
      this.name = path;
      this.mustBeDirectory = true;
      return 0;
    }
    if (!plain || slash === length - 1) {
      this.mustBeDirectory = slash === length - 1;
      return this.#walk(components(path));
    }
    if (slash === -1) {
      this.name = path;
      return 0;
    }
    const prefix = path.substring(0, slash);
    this.name = path.substring(slash + 1);
    this.#descents = 1;
    const error = base.descend(prefix, this.#descent);
    if (error !== 0) {
      const met = this.#stopped(error, base, components(prefix));
      return typeof met === 'number' ? met : this.#walk([...met, this.name]);
    }
    this.directory = this.#descent.directory;
    this.#passed = prefix;
    return 0;
  }

  /** Forgets how the last walk went, so that a later reader does not take it for the current one. */
  forget(): void {
    this.path = undefined;
    this.rule = undefined;
    this.stoppedAt = undefined;
    this.followedLinks = NO_LINKS;
  }

  /** The last component with the plain directories before it: where a walk that came through has arrived. */
  get arrivedAt(): string {
    return this.name === '.' && this.#passed !== '' ? this.#passed : join(this.#passed, this.name);
  }

  /**
   * Follows the last component, which the caller found to be a symbolic link. `start` must have answered 0 before. If it turns out to be
   * none (it was replaced in the meantime), nothing changes, and the caller is to try again.
   * @returns 0, and `directory` and `name` say where the link leads, which may be another link; or a negative errno as for `start`.
   *   The budget of 40 links is one for `start` and all that follow it
   */
  follow(): number {
    // `.` is not a link: the answer comes from a race, and asking again does not help.
    if (this.name === '.') return this.#refuse(-Errno.ELOOP, 'links', '.');
    const met = this.#expand(this.name, true);
    if (met === -Errno.EINVAL) return 0;
    return typeof met === 'number' ? met : this.#walk(met);
  }

  /** Goes through all components but the last one. */
  #walk(components: string[]): number {
    let todo = components;
    let next = 0;
    for (;;) {
      const last = todo.length - 1;
      const run: string[] = [];
      for (; next < last && todo[next] !== '..'; next++) {
        if (todo[next] !== '.') run.push(todo[next] as string);
      }
      if (run.length > 0) {
        const met = this.#pass(run);
        if (typeof met !== 'number') {
          todo = [...met, ...todo.slice(next)];
          next = 0;
          continue;
        }
        if (met !== 0) return met;
      }
      const component = todo[next] as string;
      if (component === '..') {
        if (this.#passed === '') return this.#refuse(-Errno.ENOTCAPABLE, 'above', '..');
        this.#passed = this.#passed.substring(0, Math.max(this.#passed.lastIndexOf('/'), 0));
        this.#stale = true;
        if (next++ < last) continue;
      }
      this.name = component === '..' ? '.' : component;
      if (this.name === '.') this.mustBeDirectory = true;
      return this.#arrive();
    }
  }

  /**
   * Goes through a run of names, all of which have to be directories.
   * @returns 0; or a negative errno; or, if one of them is a link, the components that come in place of it and of the names after it
   */
  #pass(run: string[]): string[] | number {
    let from = this.directory;
    let names = run;
    if (this.#stale) {
      from = this.#base;
      if (this.#passed !== '') names = [...components(this.#passed), ...run];
      this.#passed = '';
      this.#stale = false;
    }
    if (++this.#descents > MAX_DESCENTS) return this.#refuse(-Errno.ENAMETOOLONG, 'length', names[0] as string);
    const path = names.join('/');
    const error = from.descend(path, this.#descent);
    if (error !== 0) return this.#stopped(error, from, names);
    this.directory = this.#descent.directory;
    this.#passed = join(this.#passed, path);
    return 0;
  }

  /** Decides what it means that a descent through `names` ended before the last of them. Results as for `#pass`. */
  #stopped(error: number, from: Directory, names: string[]): string[] | number {
    const steps = this.#descent.steps;
    const name = names[steps];
    if (name === undefined) return this.#refuse(error, 'host', names.join('/'));
    this.directory = steps === 0 ? from : this.#descent.directory;
    if (steps > 0) this.#passed = join(this.#passed, names.slice(0, steps).join('/'));
    if (error !== -Errno.ELOOP && error !== -Errno.ENOTDIR) return this.#refuse(error, 'host', name);
    const met = this.#expand(name, false);
    if (met === -Errno.EINVAL || met === -Errno.ENOTSUP) return this.#refuse(-Errno.ENOTDIR, 'not-directory', name);
    return typeof met === 'number' ? met : [...met, ...names.slice(steps + 1)];
  }

  /**
   * Reads a link in `directory`.
   * @returns the components of its target, or a negative errno; `-EINVAL` means only that it is not a link
   */
  #expand(name: string, last: boolean): string[] | number {
    if (++this.#links > MAX_LINKS) return this.#refuse(-Errno.ELOOP, 'links', name);
    const target = this.directory.readlink(name);
    if (typeof target === 'number') {
      return target === -Errno.EINVAL ? target : this.#refuse(target, 'host', name);
    }
    this.followedLinks = [...this.followedLinks, { at: join(this.#passed, name), target }];
    if (target === '' || target.includes('\0')) return this.#refuse(-Errno.ENOENT, 'empty-link', name);
    if (target.charCodeAt(0) === SLASH) return this.#refuse(-Errno.ENOTCAPABLE, 'absolute-link', name);
    this.#expanded += target.length;
    if (this.#expanded > MAX_EXPANDED) return this.#refuse(-Errno.ENAMETOOLONG, 'length', name);
    if (last && target.charCodeAt(target.length - 1) === SLASH) this.mustBeDirectory = true;
    return components(target);
  }

  /** Makes `directory` what `#passed` names. */
  #arrive(): number {
    if (!this.#stale) return 0;
    this.#stale = false;
    this.directory = this.#base;
    if (this.#passed === '') return 0;
    if (++this.#descents > MAX_DESCENTS) return this.#refuse(-Errno.ENAMETOOLONG, 'length', this.name);
    const error = this.#base.descend(this.#passed, this.#descent);
    // It was there a moment ago: another process has moved it.
    if (error !== 0) return this.#refuse(error, 'host', '');
    this.directory = this.#descent.directory;
    return 0;
  }

  #refuse(error: number, rule: WalkRule, component: string): number {
    this.rule = rule;
    this.stoppedAt = join(this.#passed, component);
    return error;
  }
}

/**
 * Whether a path is a run of two names or more, joined by single slashes, so that a walk along it has nothing to decide unless it meets a link.
 * @param path the guest's
 */
export function isRun(path: string): boolean {
  const last = path.length - 1;
  if (last > MAX_EXPANDED) return false;
  let slash = -1;
  for (let i = 0; i <= last; i++) {
    const code = path.charCodeAt(i);
    if (code === SLASH) {
      if (slash === i - 1) return false;
      slash = i;
    } else if (code === 0 || (code === DOT && slash === i - 1 && isDots(path, i))) {
      return false;
    }
  }
  return slash !== -1 && slash !== last;
}

/** Whether the component of `path` that begins at `at`, with a dot, is `.` or `..`. */
function isDots(path: string, at: number): boolean {
  const length = path.length;
  let end = at + 1;
  if (end < length && path.charCodeAt(end) === DOT) end++;
  return end === length || path.charCodeAt(end) === SLASH;
}

/** The components of a path, `.` and `..` included; slashes in a row count as one, a trailing one is dropped. */
function components(path: string): string[] {
  return path.split('/').filter(component => component !== '');
}

function join(directory: string, rest: string): string {
  if (directory === '') return rest;
  return rest === '' ? directory : `${directory}/${rest}`;
}
