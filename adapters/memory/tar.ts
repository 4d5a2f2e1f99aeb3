import type { TarHeader } from 'modern-tar';
import { ConfigurationError } from '../../application/errors.js';
import { abridged } from '../../application/text/index.js';
import { type FileTree, type FileTreeEntry, type FileTreeTimes, since1970 } from '../../domain/index.js';

const SECOND = 1_000_000_000n;
/** So long may a path in an archive be, in UTF-16 code units: four times what Linux takes. A header can give one to every entry behind it. */
const LONGEST_PATH = 16_384;

/**
 * Reads a tar archive: ustar, pax or GNU. Owners and permissions are ignored, and so are entries that are not files, directories or links.
 * @returns what is in it, for `memoryDirectory()`
 * @throws ConfigurationError for anything that is not a tar archive, and for a path in it that leads out of it or has more than 16,384 characters
 */
export async function fromTar(archive: Uint8Array): Promise<FileTree> {
  const tree = new Map<string, FileTreeEntry>();
  // Loaded here: few programs need it.
  const { unpackTar } = await import('modern-tar');
  const entries = await unpackTar(archive, { strict: true }).catch((cause: unknown) => {
    throw new ConfigurationError(
      `this is not a tar archive: ${cause instanceof Error ? cause.message : cause}`,
      'give the bytes of one that is whole and not compressed',
      { cause },
    );
  });
  for (const { header, data } of entries) {
    const path = pathOf(header.name);
    const entry = path === '' ? undefined : entryOf(header, data);
    if (entry === undefined) continue;
    // The later of two with one name counts, and comes where it stands: a link to it may follow.
    if (entry.kind !== 'directory') tree.delete(path);
    tree.set(path, entry);
  }
  return tree;
}

/**
 * Makes a tar archive (ustar, with pax headers for what does not fit) of a tree, such as a snapshot. Times are kept to the nanosecond.
 * @throws ConfigurationError for anything that a tar archive cannot hold
 */
export async function toTar(tree: FileTree): Promise<Uint8Array> {
  const { packTar } = await import('modern-tar');
  return packTar(
    [...tree].map(([path, entry]) => ({
      header: headerOf(path, entry),
      body: entry.kind === 'file' ? entry.content : undefined,
    })),
  );
}

function entryOf(header: TarHeader, data: Uint8Array | undefined): FileTreeEntry | undefined {
  const times = timesOf(header);
  switch (header.type) {
    case 'file':
      return { kind: 'file', content: data ?? new Uint8Array(0), ...times };
    case 'directory':
      return { kind: 'directory', ...times };
    case 'symlink':
      return { kind: 'symlink', target: header.linkname ?? '', ...times };
    case 'link':
      return { kind: 'hardlink', path: pathOf(header.linkname ?? '') };
    default:
      return undefined;
  }
}

/** A path in an archive without `./` before and slashes after it; empty for the archive's own root. */
function pathOf(name: string): string {
  requireShort(name);
  const names = name.split('/').filter(each => each !== '' && each !== '.');
  if (name.startsWith('/') || names.includes('..')) {
    throw new ConfigurationError(
      `the archive has an entry ${JSON.stringify(name)}, which leads out of it`,
      'make it without',
    );
  }
  return names.join('/');
}

function requireShort(path: string): void {
  if (path.length > LONGEST_PATH)
    throw new ConfigurationError(
      `an archive holds no path of ${path.length} characters`,
      `shorten ${JSON.stringify(abridged(path, 100))} to ${LONGEST_PATH}`,
    );
}

/** To the nanosecond where a pax header tells it. */
function timesOf({ pax, mtime }: TarHeader): FileTreeTimes {
  const exact = /^(\d{1,11})(?:\.(\d+))?$/.exec(pax?.mtime ?? '');
  if (exact !== null) {
    const [, seconds = '0', fraction = ''] = exact;
    return { modified: since1970(BigInt(seconds) * SECOND + BigInt(fraction.padEnd(9, '0').slice(0, 9))) };
  }
  const milliseconds = mtime?.getTime() ?? Number.NaN;
  return milliseconds >= 0 ? { modified: since1970(BigInt(milliseconds) * 1_000_000n) } : {};
}

function headerOf(path: string, entry: FileTreeEntry): TarHeader {
  requireShort(path);
  switch (entry.kind) {
    case 'file':
      return { name: path, type: 'file', size: entry.content.length, ...timesIn(entry) };
    case 'directory':
      return { name: `${path}/`, type: 'directory', size: 0, ...timesIn(entry) };
    case 'symlink':
      return { name: path, type: 'symlink', size: 0, linkname: entry.target, ...timesIn(entry) };
    case 'hardlink':
      return { name: path, type: 'link', size: 0, linkname: entry.path, ...timesIn({}) };
  }
}

function timesIn({ modified = 0n }: FileTreeTimes): Pick<TarHeader, 'mtime' | 'pax'> {
  const mtime = new Date(Number(modified / 1_000_000n));
  if (modified % SECOND === 0n) return { mtime };
  return { mtime, pax: { mtime: `${modified / SECOND}.${(modified % SECOND).toString().padStart(9, '0')}` } };
}
