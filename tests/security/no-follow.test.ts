import {
  constants,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { probeHost } from '../../adapters/node/host-probe.js';
import { type HostCalls, NodeFileSystem, nodeHostCalls } from '../../adapters/node/index.js';
import { FileCalls } from '../../adapters/system/file-calls.js';
import { probeCalls } from '../../adapters/system/probe.js';
import { blankFilestat } from '../../application/contract/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { type Directory, Errno, Open } from '../../domain/index.js';
import { hookedHost } from '../adapters/node/hooked-host.js';
import { allCalls, alteredCalls } from '../adapters/system/altered-calls.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { needing, POSIX } from '../needs.js';
import { mechanism } from './mechanisms.js';

const { O_NOFOLLOW } = constants;
const AT_SYMLINK_FOLLOW = 0x400;

/** A link in a directory, to a file beside the directory. */
function withLink(use: (inside: string, outside: string) => void): void {
  const base = mkdtempSync(join(tmpdir(), 'hostcall-'));
  try {
    mkdirSync(join(base, 'inside'));
    writeFileSync(join(base, 'outside'), 'canary');
    symlinkSync('../outside', join(base, 'inside/link'));
    use(join(base, 'inside'), join(base, 'outside'));
  } finally {
    rmSync(base, { recursive: true });
  }
}

// Beneath the walk, which would refuse the link before a port is asked: here the ports alone are tried.
needing(POSIX).describe('Ports that receive the name of a link', () => {
  for (const { name, create } of hostFileSystems) {
    describe(`on ${name}:`, () => {
      it(`${mechanism(42)}: every operation is on the link itself`, () =>
        withLink((inside, outside) => {
          const before = lstatSync(outside, { bigint: true });
          const directory = create().openPreopen(inside) as Directory;
          const stat = blankFilestat();
          expect(directory.stat('link', stat)).to.equal(0);
          expect(stat.inode).to.equal(lstatSync(join(inside, 'link'), { bigint: true }).ino);
          for (const how of [
            0,
            Open.READ,
            Open.WRITE,
            Open.READ | Open.TRUNCATE,
            Open.WRITE | Open.CREATE,
            Open.READ | Open.CREATE,
            Open.WRITE | Open.CREATE | Open.TRUNCATE,
            Open.READ | Open.APPEND,
          ])
            expect(directory.open('link', how), `how ${how}`).to.equal(-Errno.ELOOP);
          expect(directory.open('link', Open.WRITE | Open.CREATE | Open.EXCLUSIVE)).to.equal(-Errno.EEXIST);
          expect(directory.open('link', Open.READ | Open.DIRECTORY)).to.be.oneOf([-Errno.ELOOP, -Errno.ENOTDIR]);
          expect(directory.setTimes('link', 5n, 5n)).to.equal(0);
          expect(directory.readlink('link')).to.equal('../outside');
          expect(directory.createDirectory('link')).to.equal(-Errno.EEXIST);
          expect(directory.removeDirectory('link')).to.equal(-Errno.ENOTDIR);
          expect(directory.link('link', directory, 'second')).to.equal(0);
          expect(readlinkSync(join(inside, 'second'))).to.equal('../outside');
          expect(directory.rename('link', directory, 'third')).to.equal(0);
          expect(directory.unlink('second')).to.equal(0);
          expect(directory.unlink('third')).to.equal(0);
          directory.close();
          const after = lstatSync(outside, { bigint: true });
          expect([after.ino, after.size, after.mtimeNs, after.ctimeNs, after.nlink]).to.deep.equal([
            before.ino,
            before.size,
            before.mtimeNs,
            before.ctimeNs,
            before.nlink,
          ]);
          expect(readFileSync(outside, 'utf8')).to.equal('canary');
        }));
    });
  }
});

needing(POSIX).describe('A file that is opened again by its path', () => {
  describe('on checks:', () => {
    it(`${mechanism(42)}: what is put in its place at that moment is not opened, and not even looked into`, () =>
      withLink((inside, outside) => {
        writeFileSync(join(inside, 'file'), 'inside');
        const results: number[] = [];
        let armed = false;
        const host = hookedHost(
          {
            before(name) {
              if (!armed || name !== 'open') return;
              armed = false;
              rmSync(join(inside, 'file'));
              renameSync(join(inside, 'link'), join(inside, 'file'));
            },
          },
          {
            open(path, flags, mode) {
              const result = nodeHostCalls.open(path, flags, mode);
              results.push(result);
              return result;
            },
          },
        );
        const root = new NodeFileSystem({ reach: 'checks', host }).openPreopen(inside) as Directory;
        const file = root.open('file', Open.READ | Open.WRITE);
        if (typeof file === 'number' || file.kind !== 'file') throw new Error('the file cannot be opened');
        armed = true;
        expect(file.setFlags(Open.READ | Open.WRITE | Open.APPEND)).to.equal(-Errno.ENOTSUP);
        expect(armed, 'it was exchanged').to.equal(false);
        expect(results.at(-1)).to.equal(-Errno.ELOOP);
        file.close();
        root.close();
        expect(readFileSync(outside, 'utf8')).to.equal('canary');
      }));
  });
});

needing(POSIX).describe('A host that ignores a no-follow flag', () => {
  for (const reach of hostFileSystems.map(({ name }) => name).filter(name => name === 'handles' || name === 'checks'))
    describe(`on ${reach}:`, () => {
      it(`${mechanism(42)}: it is found out before a directory is opened`, () =>
        withLink((inside, outside) => {
          const follows: Partial<HostCalls> = {
            open: (path, flags, mode) => nodeHostCalls.open(path, flags & ~O_NOFOLLOW, mode),
          };
          expect(probeHost({ ...nodeHostCalls, ...follows }, join(inside, 'probe'))?.fault).to.match(/O_NOFOLLOW/);
          const system = new NodeFileSystem({
            reach: reach as 'handles' | 'checks',
            host: { ...nodeHostCalls, ...follows },
          });
          let opened: Directory | number | undefined;
          try {
            opened = system.openPreopen(inside);
          } catch (error) {
            expect(error).to.be.instanceOf(ConfigurationError);
          }
          // Where care is enough, it is taken.
          if (typeof opened === 'object') {
            for (const how of [Open.READ, Open.WRITE, Open.WRITE | Open.CREATE, Open.READ | Open.TRUNCATE])
              expect(opened.open('link', how), `how ${how}`).to.equal(-Errno.ELOOP);
            opened.close();
          }
          expect(readFileSync(outside, 'utf8')).to.equal('canary');
        }));
    });

  for (const calls of allCalls) {
    for (const way of ['openat2', 'components'])
      describe(`on ${calls.ffi.name}, by ${way}:`, () => {
        it(`${mechanism(42)}: each call that does is found out`, () => {
          const without = way === 'openat2' ? {} : { openat2: () => -1 };
          const faults = [
            probeCalls(new FileCalls(alteredCalls(calls, () => without))),
            ...(
              [
                real => ({
                  openat: (fd = 0, name = 0, flags = 0, mode = 0) => real.openat(fd, name, flags & ~O_NOFOLLOW, mode),
                }),
                real => ({ fstatat: (fd = 0, name = 0, stat = 0) => real.fstatat(fd, name, stat, 0) }),
                real => ({ utimensat: (fd = 0, name = 0, times = 0) => real.utimensat(fd, name, times, 0) }),
                real => ({
                  linkat: (fd = 0, name = 0, newFd = 0, newName = 0) =>
                    real.linkat(fd, name, newFd, newName, AT_SYMLINK_FOLLOW),
                }),
              ] satisfies Parameters<typeof alteredCalls>[1][]
            ).map(alter => probeCalls(new FileCalls(alteredCalls(calls, real => ({ ...without, ...alter(real) }))))),
          ].map(({ fault }) => fault);
          expect(faults[0]).to.equal(undefined);
          for (const fault of faults.slice(1)) expect(fault).to.be.a('string');
        });
      });
  }
});
