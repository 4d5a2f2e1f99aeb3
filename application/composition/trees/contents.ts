import { encodeUtf8, type FileTree, type FileTreeEntry, type FileTreeTimes } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { BIGINT, checkOptions, isRecord, type OptionKinds, shown } from '../../options/index.js';

/**
 * The contents of a directory as a plain object: name → text, bytes, or the contents of a directory. A name may be a path (`src/main.ts`):
 * the directories on the way are created. Times and links are described with {@link file}, {@link directory} and {@link symlink}. A
 * `FileTree`, such as `snapshot()` gives, stands for a directory too.
 */
export interface Contents {
  readonly [path: string]: string | Uint8Array | Contents | FileTree | DescribedEntry;
}

/** An entry with its kind and times; made by {@link file}, {@link directory} and {@link symlink}. */
export class DescribedEntry {
  readonly entry: FileTreeEntry;
  readonly below: Contents | FileTree;

  constructor(entry: FileTreeEntry, below: Contents | FileTree = {}) {
    this.entry = entry;
    this.below = below;
  }
}

const kinds: OptionKinds<FileTreeTimes> = { accessed: BIGINT, modified: BIGINT };

/** An entry with times, once these have been checked. */
function dated<Entry>(entry: Entry, times: FileTreeTimes, owner: string): Entry & FileTreeTimes {
  checkOptions(times, owner, kinds);
  return { ...entry, ...times };
}

/** A file with its times. @param content a text is UTF-8 */
export function file(content: string | Uint8Array, times: FileTreeTimes = {}): DescribedEntry {
  return new DescribedEntry(dated({ kind: 'file', content: bytesOf(content) }, times, 'file()'));
}

/** A directory with its times. */
export function directory(contents: Contents | FileTree = {}, times: FileTreeTimes = {}): DescribedEntry {
  return new DescribedEntry(dated({ kind: 'directory' }, times, 'directory()'), contents);
}

/** A symbolic link. @param target its target; programs can follow it if it is relative and stays inside */
export function symlink(target: string, times: FileTreeTimes = {}): DescribedEntry {
  return new DescribedEntry(dated({ kind: 'symlink', target }, times, 'symlink()'));
}

/**
 * All entries, each with its path; a directory before what is in it.
 * @throws ConfigurationError while iterating, for what describes no entry
 */
export function* entriesOf(contents: Contents | FileTree, above = ''): Generator<readonly [string, FileTreeEntry]> {
  if (isTree(contents)) {
    for (const [path, entry] of contents) {
      yield [above + path, entry.kind === 'hardlink' ? { ...entry, path: above + entry.path } : entry];
    }
    return;
  }
  if (!isRecord(contents)) {
    const where = above === '' ? 'the contents of the directory are' : `${JSON.stringify(above)} is`;
    throw new ConfigurationError(`${where} ${shown(contents)}`, "give an object, such as { 'notes.txt': 'buy milk' }");
  }
  for (const [name, value] of Object.entries(contents)) {
    const path = above + name;
    if (typeof value === 'string' || value instanceof Uint8Array) {
      yield [path, { kind: 'file', content: bytesOf(value) }];
    } else if (value instanceof DescribedEntry) {
      yield [path, value.entry];
      yield* entriesOf(value.below, `${path}/`);
    } else if (typeof value === 'object' && value !== null) {
      yield [path, { kind: 'directory' }];
      yield* entriesOf(value, `${path}/`);
    } else {
      throw new ConfigurationError(
        `${JSON.stringify(path)} is ${shown(value)}`,
        'give a text, bytes, or an object for a directory',
      );
    }
  }
}

function isTree(contents: Contents | FileTree): contents is FileTree {
  return contents instanceof Map;
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? encodeUtf8(content) : content;
}
