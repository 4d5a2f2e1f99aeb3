import {
  constants,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodeHostCalls } from '../../../adapters/node/index.js';
import { WindowsFileSystem, windowsHostCalls } from '../../../adapters/windows/index.js';
import { descendTo, expectErrno } from '../../../application/contract/index.js';
import { type Directory, Errno } from '../../../domain/index.js';
import { needing, POSIX } from '../../needs.js';
import { watchedHost } from '../../security/watched-host.js';

const { O_APPEND, O_RDONLY, O_WRONLY } = constants;

needing(POSIX).describe('windows: the path of an open file', () => {
  it('is not used once a link has replaced a directory on it, whoever made the link', () => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'hostcall-windows-')));
    const inside = join(base, 'inside');
    for (const where of [inside, base]) {
      mkdirSync(join(where, 'x/secret'), { recursive: true });
      writeFileSync(join(where, 'x/secret/file'), 'canary');
    }
    let refusing = true;
    const refuse = (fd: number, call: (fd: number) => number) => (refusing ? -Errno.EPERM : call(fd));
    const { host: raw, outside } = watchedHost(inside, {
      truncate: (fd, size) => refuse(fd, () => nodeHostCalls.truncate(fd, size)),
      sync: fd => refuse(fd, nodeHostCalls.sync),
      datasync: fd => refuse(fd, nodeHostCalls.datasync),
      futimes: (fd, accessed, modified) => refuse(fd, () => nodeHostCalls.futimes(fd, accessed, modified)),
    });
    const opening: string[] = [];
    const host = windowsHostCalls({
      ...raw,
      open: (path, flags, mode) => {
        opening.push(path);
        return raw.open(path, flags, mode);
      },
    });
    const path = `${inside}/x/secret/file`;
    const appender = host.open(path, O_WRONLY | O_APPEND, 0);
    const reader = host.open(path, O_RDONLY, 0);
    const uses = () => [
      host.truncate(appender, 1),
      host.sync(reader),
      host.datasync(reader),
      host.futimes(reader, 5_000_000_000n, 5_000_000_000n),
    ];
    opening.length = 0;
    // The second descriptor is refused here too, but it is requested.
    uses();
    expect(opening).to.deep.equal([path, path, path]);
    expect(statSync(path).mtimeMs).to.equal(5000);

    opening.length = 0;
    renameSync(join(inside, 'x'), join(inside, 'y'));
    symlinkSync('..', join(inside, 'x'));
    rmSync(join(base, 'x'), { recursive: true });
    mkdirSync(join(base, 'secret'));
    writeFileSync(join(base, 'secret/file'), 'canary');
    expect(uses()).to.deep.equal([-Errno.EPERM, 0, 0, -Errno.EPERM]);
    expect(opening).to.deep.equal([]);
    expect(outside).to.deep.equal([]);
    expect(readFileSync(join(base, 'secret/file'), 'utf8')).to.equal('canary');
    refusing = false;
    host.close(appender);
    host.close(reader);
    rmSync(base, { recursive: true });
  });

  it('gives a link its type only from targets inside', () => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'hostcall-windows-')));
    const inside = join(base, 'inside');
    mkdirSync(join(inside, 'dir/deep'), { recursive: true });
    mkdirSync(join(base, 'outside'));
    writeFileSync(join(inside, 'file'), '');
    symlinkSync('dir', join(inside, 'to-dir'));
    symlinkSync('../outside', join(inside, 'to-outside'));
    const { host: raw, outside } = watchedHost(inside);
    const types: (readonly [string, string | undefined])[] = [];
    const fileSystem = new WindowsFileSystem({
      ...raw,
      symlink: (target, path, type) => {
        types.push([target, type]);
        return raw.symlink(target, path);
      },
    });
    const root = fileSystem.openPreopen(inside) as Directory;
    // The host has been tried.
    types.length = 0;
    const expected = [
      ['dir', 'dir'],
      ['file', 'file'],
      ['none', 'file'],
      ['to-dir', 'dir'],
      ['to-dir/deep', 'dir'],
      ['dir/../file', 'file'],
      ['to-outside', 'file'],
      ['../outside', 'file'],
      ['to-outside/x', 'file'],
      ['..', 'dir'],
      ['../outside/', 'dir'],
    ];
    expected.forEach(([target], index) => {
      expectErrno(root.symlink(`link-${index}`, target as string), 0);
    });
    expect(types).to.deep.equal(expected);
    expect(outside).to.deep.equal([]);
    const deep = descendTo(root, 'dir/deep');
    types.length = 0;
    for (const [index, target] of ['../../dir', '../../../outside', '../../file'].entries())
      expectErrno(deep.symlink(`link-${index}`, target), 0);
    expect(types.map(([, type]) => type)).to.deep.equal(['dir', 'file', 'file']);
    expect(outside).to.deep.equal([]);
    root.close();
    rmSync(base, { recursive: true });
  });
});
