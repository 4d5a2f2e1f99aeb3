import { Errno } from '../../domain/index.js';
import { type Name, Thing } from './volume.js';

/** Links that Windows follows in one path. */
const MAX_LINKS = 63;

/** Where a path leads. */
export interface Place {
  readonly parent: Thing | undefined;
  /** The last component. */
  readonly text: string;
  readonly name: Name | undefined;
  readonly thing: Thing | undefined;
  /** The path, without links, spelt as listed. */
  readonly real: string;
}

/** The roots of all paths: `C:`, `D:`, a share, and a volume without a drive letter. */
export class Drives {
  readonly #roots = new Map<string, Thing>();

  constructor() {
    for (const [at, root] of ['C:', 'D:', '//SERVER/SHARE', '//?/VOLUME{1}'].entries()) {
      this.#roots.set(root, new Thing(BigInt(at + 0x1000), true));
    }
  }

  /** Where a path leads. Links before the last component are followed by Windows itself. */
  find(path: string, follow: boolean, links = 0): Place | number {
    if (links > MAX_LINKS) return -Errno.ELOOP;
    if (path.includes('\u{10ffff}')) throw notRecorded('the end of the process', path);
    // libuv's decoder makes a NUL of this one.
    const [cut = ''] = path.split('\u{10000}');
    const plain = cut.replaceAll('\\', '/');
    const rootName = /^(?:[A-Za-z]:|\/\/[^/]+\/[^/]+)/.exec(plain)?.[0].toUpperCase();
    const root = rootName === undefined ? undefined : this.#roots.get(rootName);
    if (rootName === undefined || root === undefined) return -Errno.ENOENT;
    const texts = plain
      .slice(rootName.length)
      .split('/')
      .filter(text => text !== '' && text !== '.');
    let place: Place = { parent: undefined, text: '', name: undefined, thing: root, real: rootName };
    for (const [at, text] of texts.entries()) {
      const parent = place.thing;
      if (parent === undefined || !parent.directory) return -Errno.ENOENT;
      if (text === '..' || text.length > 255) return -Errno.ENOENT;
      const name = parent.child(text);
      const thing = name?.thing;
      if (thing?.reparse !== undefined && (follow || at < texts.length - 1)) {
        const followed = this.find(resolve(place.real, thing.reparse.target), true, links + 1);
        if (typeof followed === 'number') return followed;
        place = followed;
      } else {
        place = { parent, text, name, thing, real: `${place.real}/${name?.text ?? text}` };
      }
    }
    return place;
  }
}

/** The path of a link's target, as Windows reads it. */
function resolve(directory: string, target: string): string {
  const plain = target.replaceAll('\\', '/');
  if (/^([A-Za-z]:|\/\/)/.test(plain)) return plain;
  const root = /^(?:[A-Z]:|\/\/[^/]+\/[^/]+)/.exec(directory)?.[0] ?? '';
  const parts = directory.slice(root.length).split('/').filter(Boolean);
  for (const part of plain.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return [root, ...parts].join('/');
}

/** A call without a description is an error of the test. */
export function notRecorded(call: string, what: string): Error {
  return new Error(`what Windows answers is not recorded: ${call} ${what}`);
}
