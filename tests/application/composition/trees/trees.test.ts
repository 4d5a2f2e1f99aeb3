import { execFileSync } from 'node:child_process';
import { linkSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { packTar } from 'modern-tar';
import {
  type Contents,
  diff,
  directory,
  file,
  fromTar,
  memoryDirectory,
  populate,
  type SnapshotOptions,
  snapshot,
  symlink,
  toTar,
  type UnreadableEntry,
} from '../../../../adapters/memory/index.js';
import { NodeFileSystem } from '../../../../adapters/node/index.js';
import { loadDirectory } from '../../../../api/node.js';
import { faulty } from '../../../../application/composition/index.js';
import { openDirectory, put, statOf, take } from '../../../../application/contract/index.js';
import { ConfigurationError } from '../../../../application/errors.js';
import {
  type Directory,
  encodeUtf8,
  type File,
  type FileTree,
  type FileTreeEntry,
  Open,
} from '../../../../domain/index.js';
import { needing, POSIX } from '../../../needs.js';

const MOMENT = 1_700_000_000_123_456_789n;
const times = { accessed: MOMENT, modified: MOMENT + 1n };

/** A bit of everything. */
function sample(): FileTree {
  return new Map<string, FileTreeEntry>([
    ['__proto__', { kind: 'file', content: encodeUtf8('ordinary'), ...times }],
    ['dir', { kind: 'directory', ...times }],
    ['dir/deep', { kind: 'directory', ...times }],
    ['dir/deep/empty', { kind: 'file', content: new Uint8Array(0), ...times }],
    ['dir/link', { kind: 'symlink', target: '../dir/deep', ...times }],
    ['dir/twin', { kind: 'hardlink', path: '__proto__' }],
    [`long/${'x'.repeat(200)}`, { kind: 'file', content: new Uint8Array(100_000).fill(7), ...times }],
    ['ünï', { kind: 'file', content: new Uint8Array([0, 255, 10]), ...times }],
  ]);
}

/** The same with the directories that it does not list, and in order. */
function listed(tree: FileTree): FileTree {
  return snapshot(memoryDirectory(tree));
}

/** The kinds and contents of a tree, without times. */
function shapeOf(tree: FileTree): unknown {
  return [...tree].map(([path, entry]) => [path, { ...entry, accessed: undefined, modified: undefined }]);
}

describe('memory: trees', () => {
  it('a plain object: texts, bytes, directories, paths as names, descriptions, trees', () => {
    const contents: Contents = {
      text: 'grüße',
      bytes: new Uint8Array([1, 2]),
      empty: {},
      dir: { inner: 'x', deeper: { last: 'y' } },
      'dir/other': 'z',
      link: symlink('dir/inner'),
      dated: file('d', times),
      'dated dir': directory({ in: 'i' }, times),
      mounted: new Map<string, FileTreeEntry>([
        ['one', { kind: 'file', content: encodeUtf8('1') }],
        ['two', { kind: 'hardlink', path: 'one' }],
      ]),
      // Otherwise it would be the prototype.
      ['__proto__']: 'ordinary',
    };
    const root = memoryDirectory(contents);
    expect(statOf(root, 'dated')).to.include(times);
    expect(statOf(root, 'dated dir')).to.include(times);
    expect(shapeOf(snapshot(root))).to.deep.equal(
      shapeOf(
        new Map<string, FileTreeEntry>([
          ['__proto__', { kind: 'file', content: encodeUtf8('ordinary') }],
          ['bytes', { kind: 'file', content: new Uint8Array([1, 2]) }],
          ['dated', { kind: 'file', content: encodeUtf8('d') }],
          ['dated dir', { kind: 'directory' }],
          ['dated dir/in', { kind: 'file', content: encodeUtf8('i') }],
          ['dir', { kind: 'directory' }],
          ['dir/deeper', { kind: 'directory' }],
          ['dir/deeper/last', { kind: 'file', content: encodeUtf8('y') }],
          ['dir/inner', { kind: 'file', content: encodeUtf8('x') }],
          ['dir/other', { kind: 'file', content: encodeUtf8('z') }],
          ['empty', { kind: 'directory' }],
          ['link', { kind: 'symlink', target: 'dir/inner' }],
          ['mounted', { kind: 'directory' }],
          ['mounted/one', { kind: 'file', content: encodeUtf8('1') }],
          ['mounted/two', { kind: 'hardlink', path: 'mounted/one' }],
          ['text', { kind: 'file', content: encodeUtf8('grüße') }],
        ]),
      ),
    );
  });

  it('what is given is copied, and what is taken down is a copy', () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const root = memoryDirectory({ bytes });
    bytes[0] = 9;
    const entry = snapshot(root).get('bytes');
    expect(entry?.kind === 'file' && [...entry.content]).to.deep.equal([1, 2, 3]);
    if (entry?.kind === 'file') entry.content[1] = 9;
    expect(take(root, 'bytes')).to.equal('\x01\x02\x03');
  });

  it('what cannot be made is refused, by its path, with a remedy', () => {
    for (const [contents, message] of [
      [{ 'a//b': '' }, /^invalid path "a\/\/b": "" cannot be a name/],
      [{ '../a': '' }, /"\.\." cannot be a name/],
      [{ '/a': '' }, /"" cannot be a name/],
      [{ 'a\0b': '' }, /cannot be a name/],
      [{ a: '', 'a/b': '' }, /"a" cannot be made: ENOTDIR/],
      [{ 'a/b': '', a: '' }, /"a" cannot be made: EEXIST/],
      [{ a: new Map([['b', { kind: 'hardlink', path: 'missing' }]]) }, /"a\/b" cannot be made: ENOENT/],
      [{ a: 1 }, /"a" is 1; give a text, bytes/],
      ['a', /the contents of the directory are "a"; give an object, such as/],
      [{ a: ['b'] }, /"a\/" is an array; give an object/],
      [{ a: null }, /"a" is null; give/],
      [{ ['x'.repeat(256)]: '' }, /ENAMETOOLONG/],
    ] as [Contents, RegExp][]) {
      expect(() => memoryDirectory(contents)).to.throw(message);
    }
    expect(() => memoryDirectory({ a: '123' }, { quotas: { bytes: 2 } })).to.throw(/"a" cannot be made: EDQUOT/);
  });

  it('a file that fits in no array is refused, by its path', () => {
    const root = memoryDirectory({ dir: { huge: '' } });
    const file = openDirectory(root, 'dir').open('huge', Open.WRITE) as File;
    expect(file.setSize(2 ** 50)).to.equal(0);
    file.close();
    expect(() => snapshot(root)).to.throw(
      '"dir/huge" cannot be read: its 1125899906842624 bytes do not fit into memory',
    );
  });

  it('a snapshot can be restored, and cloned', () => {
    const tree = listed(sample());
    expect(snapshot(memoryDirectory(structuredClone(tree)))).to.deep.equal(tree);
    expect(tree.get('dir')).to.include(times);
    expect(tree.get('dir/link')).to.include({ target: '../dir/deep', ...times });
  });

  it('diff tells what was added, changed and removed', () => {
    const root = memoryDirectory(sample());
    const before = snapshot(root);
    expect(diff(before, snapshot(root))).to.deep.equal({ added: [], changed: [], removed: [] });
    put(root, 'new', '');
    put(root, 'ünï', 'abc');
    const dir = openDirectory(root, 'dir');
    dir.unlink('link');
    dir.symlink('link', 'elsewhere');
    const deep = openDirectory(dir, 'deep');
    deep.unlink('empty');
    deep.createDirectory('empty');
    expect(root.rename('__proto__', root, 'moved')).to.equal(0);
    root.setTimes('dir', 1n, 1n);
    expect(diff(before, snapshot(root))).to.deep.equal({
      added: ['moved', 'new'],
      changed: ['dir/deep/empty', 'dir/link', 'ünï'],
      removed: ['__proto__'],
    });
    put(root, 'moved', 'other');
    expect(diff(before, snapshot(root)).changed).to.deep.equal(['dir/deep/empty', 'dir/link', 'dir/twin', 'ünï']);
  });
});

describe('memory: trees of the host', () => {
  let base: string;
  let disk: Directory;
  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'hostcall-trees-'));
    const opened = new NodeFileSystem().openPreopen(base);
    if (typeof opened === 'number') throw new Error(`openPreopen: ${opened}`);
    disk = opened;
  });
  afterEach(() => {
    disk.close();
    rmSync(base, { recursive: true });
  });

  it('go onto the disk and back by snapshot and by loadDirectory', () => {
    const tree = listed(sample());
    populate(disk, tree);
    const onDisk = snapshot(disk);
    expect(shapeOf(onDisk)).to.deep.equal(shapeOf(tree));
    expect(onDisk.get('__proto__')).to.include(times);
    const loaded = loadDirectory(base);
    expect(shapeOf(loaded)).to.deep.equal(shapeOf(tree));
    expect(diff(tree, snapshot(memoryDirectory(loaded)))).to.deep.equal({ added: [], changed: [], removed: [] });
  });

  needing(POSIX).it('are read without what cannot be read, which is named, by snapshot and by loadDirectory', () => {
    writeFileSync(join(base, 'file'), 'x');
    writeFileSync(join(base, 'vast'), '');
    truncateSync(join(base, 'vast'), 2 ** 40);
    linkSync(join(base, 'vast'), join(base, 'vast-too'));
    execFileSync('mkfifo', [join(base, 'pipe')]);
    const reasons = ['vast', 'vast-too'].map(
      name => `"${name}" cannot be read: its 1099511627776 bytes do not fit into memory`,
    );
    expect(() => snapshot(disk)).to.throw(Error, reasons.join(', '));
    expect(() => loadDirectory(base)).to.throw(
      ConfigurationError,
      `the directory ${JSON.stringify(base)} cannot be loaded: "pipe" is a pipe, ${reasons.join(', ')}; remove that, or`,
    );
    expect(() => loadDirectory(join(base, 'none'))).to.throw(
      ConfigurationError,
      /cannot open the directory ".*none": it does not exist/,
    );
    for (const read of [
      (options: SnapshotOptions) => snapshot(disk, options),
      (options: SnapshotOptions) => loadDirectory(base, options),
    ]) {
      const told: UnreadableEntry[] = [];
      const tree = read({ onUnreadable: entry => told.push(entry) });
      expect([...tree.keys()]).to.deep.equal(['file']);
      expect(told.map(({ path }) => path)).to.deep.equal(['pipe', 'vast', 'vast-too']);
      expect(told.map(({ reason }) => reason)).to.deep.equal(['"pipe" is a pipe', ...reasons]);
    }
  });

  it('are read without a directory or file that fails, and without what is gone when its turn comes', () => {
    const directory = memoryDirectory({ dir: { inner: '' }, file: 'x', gone: '', kept: 'y' });
    const broken = faulty(directory, [
      { operation: 'list', path: 'dir', errno: 'EACCES' },
      { operation: 'read', path: 'file', errno: 'EIO' },
      { operation: 'stat', path: 'gone', errno: 'ENOENT' },
    ]) as Directory;
    const told: UnreadableEntry[] = [];
    const tree = snapshot(broken, { onUnreadable: entry => told.push(entry) });
    expect([...tree.keys()]).to.deep.equal(['kept']);
    expect(told.map(({ reason }) => reason)).to.deep.equal([
      '"dir" cannot be read: EACCES',
      '"file" cannot be read: EIO',
    ]);
    expect(() => snapshot(broken)).to.throw('"dir" cannot be read: EACCES, "file" cannot be read: EIO');
    const many = memoryDirectory(Object.fromEntries(Array.from({ length: 13 }, (_, i) => [`file-${i + 10}`, ''])));
    const failing = faulty(many, [{ operation: 'size', errno: 'EACCES' }]) as Directory;
    expect(() => snapshot(failing)).to.throw(/"file-19" cannot be read: EACCES, and 3 more$/);
  });

  it('tell of each entry before it is read or created', () => {
    const tree = listed(sample());
    const told: string[] = [];
    const onEntry = (path: string) => told.push(path);
    populate(disk, tree, { onEntry });
    expect(told.splice(0)).to.deep.equal([...tree.keys()]);
    for (const read of [() => snapshot(disk, { onEntry }), () => loadDirectory(base, { onEntry })]) {
      const paths = [...read().keys()];
      expect(told.splice(0)).to.deep.equal(paths);
    }
    const stop = () => {
      throw new Error('enough');
    };
    expect(() => snapshot(disk, { onEntry: stop })).to.throw('enough');
  });

  it('fromTar reads what tar makes, in each of its formats', async () => {
    const tree = listed(sample());
    populate(disk, tree);
    for (const format of ['gnu', 'pax', 'ustar']) {
      const names = format === 'ustar' ? ['dir', 'ünï', '__proto__'] : ['.'];
      const archive = execFileSync('tar', ['-c', `--format=${format}`, '-C', base, ...names], { maxBuffer: 2 ** 24 });
      const read = listed(await fromTar(archive));
      const expected = format === 'ustar' ? new Map([...tree].filter(([path]) => !path.startsWith('long'))) : tree;
      expect(diff(expected, read), format).to.deep.equal({ added: [], changed: [], removed: [] });
      // The later of two names is the link, whichever that is.
      const linked = [...read.values()].filter(entry => entry.kind === 'hardlink');
      expect(linked).to.have.lengthOf(1);
      const entry = read.get('ünï');
      if (entry?.kind !== 'file') throw new Error('no file');
      expect(Number(entry.modified) / 1e9).to.be.within(1_700_000_000, 1_700_000_001);
    }
  });

  it('tar reads what toTar makes', async () => {
    const tree = listed(sample());
    const archive = join(base, 'archive.tar');
    writeFileSync(archive, await toTar(tree));
    disk.createDirectory('out');
    execFileSync('tar', ['-x', '-f', archive, '-C', join(base, 'out')]);
    expect(diff(tree, loadDirectory(join(base, 'out')))).to.deep.equal({ added: [], changed: [], removed: [] });
    expect(readFileSync(join(base, 'out/dir/twin'), 'utf8')).to.equal('ordinary');
  });
});

describe('memory: tar', () => {
  it('keeps everything but times of access, through toTar and fromTar', async () => {
    const tree = listed(sample());
    const back = await fromTar(await toTar(tree));
    const expected = [...tree].map(([path, entry]) => {
      const { accessed: _, ...rest } = { accessed: 0n, ...entry };
      return [path, rest];
    });
    expect([...back].map(([path, entry]) => [path, entry])).to.deep.equal(expected);
  });

  it('reads directories of archives older than ustar, times of 1970, and the later of two entries where that stands', async () => {
    const header = (name: string, mtime: number) => ({ name, size: 0, type: 'file' as const, mtime: new Date(mtime) });
    const archive = await packTar([
      { header: header('old/', 1000) },
      { header: header('twice', 1000) },
      { header: header('between', 0) },
      { header: header('./twice', 2000) },
      { header: { ...header('link', 0), type: 'link', linkname: './twice' } },
    ]);
    const empty = { kind: 'file', content: new Uint8Array(0) } as const;
    expect([...(await fromTar(archive))]).to.deep.equal([
      ['old', { kind: 'directory', modified: 1_000_000_000n }],
      ['between', { ...empty, modified: 0n }],
      ['twice', { ...empty, modified: 2_000_000_000n }],
      ['link', { kind: 'hardlink', path: 'twice' }],
    ]);
  });

  it('has a pax header only for what does not fit', async () => {
    const packed = (modified: bigint) =>
      toTar(new Map([['file', { kind: 'file', content: new Uint8Array(0), modified }]]));
    // The type of an entry: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html#tag_20_94_13_06
    const typeIn = (archive: Uint8Array) => String.fromCharCode(archive[156] as number);
    expect(typeIn(await packed(1_000_000_000n))).to.equal('0');
    expect(typeIn(await packed(1_000_000_001n))).to.equal('x');
  });

  it('refuses what is no archive, and what leads out of it', async () => {
    const failures: string[] = [];
    for (const archive of [
      new Uint8Array(600).fill(65),
      await toTar(new Map([['a/../../b', { kind: 'file', content: new Uint8Array(0) }]])),
      await toTar(new Map([['/etc/passwd', { kind: 'file', content: new Uint8Array(0) }]])),
    ]) {
      await fromTar(archive).catch((error: Error) => failures.push(`${error.name}: ${error.message}`));
    }
    expect(failures).to.have.lengthOf(3);
    expect(failures[0]).to.match(
      /^ConfigurationError: this is not a tar archive: .*; give the bytes of one that is whole and not compressed$/,
    );
    expect(failures[1]).to.match(/^ConfigurationError: the archive has an entry "a\/\.\.\/\.\.\/b", which leads out/);
    expect(failures[2]).to.match(/^ConfigurationError: the archive has an entry "\/etc\/passwd", which leads out/);
  });

  it('holds no path that is longer than a system takes, and none that every entry has from one header', async () => {
    const deep = (levels: number) => `${'a/'.repeat(levels)}f`;
    const entry = { kind: 'file', content: new Uint8Array(0) } as const;
    const refused = (error: unknown) => {
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as Error).message).to.match(
        /^an archive holds no path of \d+ characters; shorten .{50,200} to 16384$/,
      );
      return 'refused';
    };
    expect(await toTar(new Map([[deep(8192), entry]])).catch(refused)).to.equal('refused');
    const archive = await packTar([{ header: { name: deep(40_000), size: 0, type: 'file' }, body: new Uint8Array(0) }]);
    expect(await fromTar(archive).catch(refused)).to.equal('refused');
    for (const path of [deep(8191), `${deep(8191)}f`]) {
      const read = await fromTar(await toTar(new Map([[path, entry]])));
      expect([...read.keys()]).to.deep.equal([path]);
    }
    expect(await toTar(new Map([[`${deep(8191)}ff`, entry]])).catch(refused)).to.equal('refused');
  });

  it('is read in one go, or refused, whatever bytes it has', async () => {
    const good = await toTar(listed(sample()));
    const change = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    let read = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 1, maxLength: 8 }),
        fc.nat(good.length),
        async (changes, length) => {
          const archive = good.slice(0, length % 3 === 0 ? length : good.length);
          for (const { at, byte } of changes) if (at < archive.length) archive[at] = byte;
          try {
            memoryDirectory(await fromTar(archive));
            read++;
          } catch (error) {
            expect(error).to.be.instanceOf(ConfigurationError);
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(read).to.be.greaterThan(0);
  });
});

describe('memory: a tree from elsewhere', () => {
  it('is made in a time that grows with its depth, not with the square of that', () => {
    // The square took hours.
    const tree: FileTree = new Map([[`${'a/'.repeat(300_000)}f`, { kind: 'file', content: new Uint8Array(1) }]]);
    memoryDirectory(tree);
  });
});
