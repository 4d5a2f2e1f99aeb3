import { expect } from 'chai';
import fc from 'fast-check';
import {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  Errno,
  Fdflag,
  FILE_RIGHTS,
  grantedRights,
  Oflag,
  Open,
  openingFlags,
  Right,
  rightsToInherit,
  rightsToOpen,
  rightsToReadOnly,
  statusFlags,
  WRITING_RIGHTS,
} from '../../../domain/index.js';

const { FD_READ, FD_WRITE } = Right;
const mask = fc.nat(ALL_RIGHTS);
const oflags = fc.nat(15);
const fdflags = fc.nat(31);

describe('rightsToOpen', () => {
  it('includes the rights that the flags require', () => {
    expect(rightsToOpen(0)).equal(Right.PATH_OPEN);
    expect(rightsToOpen(Oflag.DIRECTORY)).equal(Right.PATH_OPEN);
    expect(rightsToOpen(Oflag.EXCL)).equal(Right.PATH_OPEN);
    expect(rightsToOpen(Oflag.CREAT)).equal(Right.PATH_OPEN | Right.PATH_CREATE_FILE);
    expect(rightsToOpen(Oflag.TRUNC)).equal(Right.PATH_OPEN | Right.PATH_FILESTAT_SET_SIZE);
    expect(rightsToOpen(Oflag.CREAT | Oflag.TRUNC)).equal(
      Right.PATH_OPEN | Right.PATH_CREATE_FILE | Right.PATH_FILESTAT_SET_SIZE,
    );
  });
});

describe('rightsToReadOnly', () => {
  const asked = FD_READ | Right.FD_SEEK | Right.FD_FILESTAT_SET_SIZE | Right.FD_ALLOCATE;

  it('leaves the rights that need no write access, where a file can only be read', () => {
    for (const errno of [Errno.EACCES, Errno.EPERM, Errno.EROFS]) {
      expect(rightsToReadOnly(asked, -errno)).equal(FD_READ | Right.FD_SEEK);
    }
  });

  it('is undefined after another error, for writing, without reading, and after a second failure', () => {
    expect(rightsToReadOnly(asked, -Errno.ENOENT)).equal(undefined);
    expect(rightsToReadOnly(asked, -Errno.EISDIR)).equal(undefined);
    expect(rightsToReadOnly(asked | FD_WRITE, -Errno.EROFS)).equal(undefined);
    expect(rightsToReadOnly(asked & ~FD_READ, -Errno.EROFS)).equal(undefined);
    expect(rightsToReadOnly(FD_READ | Right.FD_SEEK, -Errno.EROFS)).equal(undefined);
  });
});

describe('rightsToInherit', () => {
  it('includes the rights for now and for later', () => {
    expect(rightsToInherit(0, 0, 0)).equal(0);
    expect(rightsToInherit(FD_READ, FD_WRITE, 0)).equal(FD_READ | FD_WRITE);
  });

  it('includes the rights that the flags require', () => {
    expect(rightsToInherit(0, 0, Fdflag.DSYNC)).equal(Right.FD_DATASYNC);
    expect(rightsToInherit(0, 0, Fdflag.SYNC)).equal(Right.FD_SYNC);
    expect(rightsToInherit(0, 0, Fdflag.RSYNC)).equal(Right.FD_SYNC);
    expect(rightsToInherit(0, 0, Fdflag.APPEND | Fdflag.NONBLOCK)).equal(0);
  });

  it('excludes rights of sockets, which nothing opened by name has', () => {
    expect(rightsToInherit(Right.SOCK_ACCEPT, Right.SOCK_SHUTDOWN, 0)).equal(0);
  });
});

describe('openingFlags', () => {
  it('chooses between reading and writing by the rights', () => {
    const access = (base: number) => openingFlags(0, base, 0);
    expect(access(0)).equal(Open.READ);
    expect(access(FD_READ)).equal(Open.READ);
    expect(access(FD_WRITE)).equal(Open.WRITE);
    expect(access(FD_READ | FD_WRITE)).equal(Open.READ | Open.WRITE);
    expect(access(Right.FD_ALLOCATE)).equal(Open.WRITE);
    expect(access(Right.FD_FILESTAT_SET_SIZE)).equal(Open.WRITE);
    expect(access(Right.FD_READDIR | Right.FD_SEEK)).equal(Open.READ | Open.LIST);
  });

  it('carries every flag over', () => {
    expect(openingFlags(Oflag.CREAT, 0, 0)).equal(Open.READ | Open.CREATE);
    expect(openingFlags(Oflag.CREAT | Oflag.EXCL, 0, 0)).equal(Open.READ | Open.CREATE | Open.EXCLUSIVE);
    expect(openingFlags(Oflag.TRUNC, FD_WRITE, 0)).equal(Open.WRITE | Open.TRUNCATE);
    expect(openingFlags(Oflag.DIRECTORY, 0, 0)).equal(Open.READ | Open.DIRECTORY);
    expect(openingFlags(0, FD_WRITE, Fdflag.APPEND)).equal(Open.WRITE | Open.APPEND);
  });
});

describe('statusFlags', () => {
  it('translates each flag', () => {
    expect(statusFlags(0)).equal(0);
    expect(statusFlags(Fdflag.APPEND)).equal(Open.APPEND);
    expect(statusFlags(Fdflag.DSYNC)).equal(Open.DSYNC);
    expect(statusFlags(Fdflag.NONBLOCK)).equal(Open.NONBLOCK);
    expect(statusFlags(Fdflag.SYNC)).equal(Open.SYNC);
    expect(statusFlags(Fdflag.RSYNC), 'as on Linux').equal(Open.SYNC);
    expect(statusFlags(31)).equal(Open.APPEND | Open.DSYNC | Open.NONBLOCK | Open.SYNC);
  });
});

describe('grantedRights', () => {
  it('omits rights that are meaningless for the type', () => {
    expect(grantedRights(ALL_RIGHTS, true, false)).equal(DIRECTORY_RIGHTS);
    expect(grantedRights(ALL_RIGHTS, false, true)).equal(FILE_RIGHTS);
    expect(grantedRights(ALL_RIGHTS, false, false)).equal(FILE_RIGHTS & ~(Right.FD_SEEK | Right.FD_TELL));
    expect(grantedRights(Right.FD_SEEK, true, false), 'a directory opened with FD_SEEK').equal(0);
  });
});

describe('path_open’s rights, together', () => {
  it('never grant more than was asked for and handed down', () => {
    fc.assert(
      fc.property(mask, mask, mask, fdflags, fc.boolean(), fc.boolean(), (base, inheriting, down, flags, dir, seek) => {
        const allowed = base & down;
        const granted = grantedRights(allowed, dir, seek);
        expect(granted & ~base).equal(0);
        // A directory that hands down exactly what is asked for is enough, and one that lacks any of it is not.
        const needed = rightsToInherit(allowed, inheriting, flags);
        expect(granted & ~needed).equal(0);
      }),
    );
  });

  it('permit no change if no right to change is held or handed down', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(oflags, mask, mask, fdflags, fc.boolean(), (open, base, inheriting, flags, readOnly) => {
        const asked = readOnly ? base & ~WRITING_RIGHTS : base;
        const passes =
          ((rightsToOpen(open) | rightsToInherit(asked, inheriting & ~WRITING_RIGHTS, flags)) & WRITING_RIGHTS) === 0;
        const how = openingFlags(open, asked, flags);
        seen.add(`${passes}`);
        if (passes) expect(how & (Open.WRITE | Open.CREATE | Open.TRUNCATE)).equal(0);
      }),
    );
    expect(seen.size, 'both happen').equal(2);
  });
});
