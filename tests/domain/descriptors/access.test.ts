import { expect } from 'chai';
import fc from 'fast-check';
import {
  ALL_RIGHTS,
  access,
  applicableRights,
  DescriptorTable,
  DIRECTORY_RIGHTS,
  Errno,
  errnoName,
  FILE_RIGHTS,
  Filetype,
  missingRightsErrno,
  Right,
  rightsOfStream,
  SOCKET_RIGHTS,
  STREAM_RIGHTS,
  type Stream,
  setRights,
} from '../../../domain/index.js';
import { sampleDescriptor } from './sample-descriptor.js';

const mask = fc.nat(ALL_RIGHTS);

describe('access', () => {
  it('gives the descriptor that holds the rights', () => {
    const table = new DescriptorTable(4);
    const file = sampleDescriptor('file', Right.FD_READ | Right.FD_SEEK);
    const fd = table.insert(file);
    expect(access(table, fd, 0)).equal(file);
    expect(access(table, fd, Right.FD_READ)).equal(file);
    expect(access(table, fd, Right.FD_READ | Right.FD_SEEK)).equal(file);
  });

  it('answers EBADF for a number that is not open, whatever the rights', () => {
    const table = new DescriptorTable(4);
    for (const fd of [0, 1, 4294935959]) {
      expect(access(table, fd, 0)).equal(-Errno.EBADF);
      expect(access(table, fd, ALL_RIGHTS)).equal(-Errno.EBADF);
    }
  });

  it('gives the descriptor if and only if no right is missing', () => {
    fc.assert(
      fc.property(mask, mask, fc.constantFrom('file', 'directory', 'stream', 'socket'), (held, needed, kind) => {
        const table = new DescriptorTable(1);
        const descriptor = sampleDescriptor(kind, held);
        table.insert(descriptor);
        const result = access(table, 0, needed);
        if ((needed & ~held) === 0) expect(result).equal(descriptor);
        else expect(result).lessThan(0);
      }),
    );
  });
});

describe('refusal', () => {
  type Case = readonly [kind: 'file' | 'directory' | 'stream' | 'socket', held: number, needed: number, errno: string];
  const { FD_READ, FD_WRITE, FD_SEEK, FD_TELL } = Right;
  const cases: readonly (readonly [what: string, ...Case])[] = [
    ['reading a file opened for writing', 'file', FILE_RIGHTS & ~FD_READ, FD_READ, 'EBADF'],
    ['writing a file opened for reading', 'file', FILE_RIGHTS & ~FD_WRITE, FD_WRITE, 'EBADF'],
    ['reading at an offset a file opened for writing', 'file', FILE_RIGHTS & ~FD_READ, FD_READ | FD_SEEK, 'EBADF'],
    ['reading at an offset where seeking was given up', 'file', FD_READ, FD_READ | FD_SEEK, 'ENOTCAPABLE'],
    ['seeking where that was given up', 'file', FILE_RIGHTS & ~FD_SEEK, FD_SEEK, 'ENOTCAPABLE'],
    ['listing a file', 'file', FILE_RIGHTS, Right.FD_READDIR, 'ENOTDIR'],
    ['opening below a file', 'file', FILE_RIGHTS, Right.PATH_OPEN, 'ENOTDIR'],
    ['creating below a file', 'file', FILE_RIGHTS, Right.PATH_OPEN | Right.PATH_CREATE_FILE, 'ENOTDIR'],
    ['shutting a file down', 'file', FILE_RIGHTS, Right.SOCK_SHUTDOWN, 'ENOTSOCK'],
    ['reading a directory', 'directory', DIRECTORY_RIGHTS, FD_READ, 'EISDIR'],
    ['reading a directory at an offset', 'directory', DIRECTORY_RIGHTS, FD_READ | FD_SEEK, 'EISDIR'],
    ['writing a directory', 'directory', DIRECTORY_RIGHTS, FD_WRITE, 'EISDIR'],
    ['seeking in a directory', 'directory', DIRECTORY_RIGHTS, FD_SEEK, 'EISDIR'],
    ['telling in a directory', 'directory', DIRECTORY_RIGHTS, FD_TELL, 'EISDIR'],
    ['allocating in a directory', 'directory', DIRECTORY_RIGHTS, Right.FD_ALLOCATE, 'EISDIR'],
    ['sizing a directory', 'directory', DIRECTORY_RIGHTS, Right.FD_FILESTAT_SET_SIZE, 'EISDIR'],
    ['accepting on a directory', 'directory', DIRECTORY_RIGHTS, Right.SOCK_ACCEPT, 'ENOTSOCK'],
    ['opening where that was given up', 'directory', 0, Right.PATH_OPEN, 'ENOTCAPABLE'],
    [
      'listing where that was given up',
      'directory',
      DIRECTORY_RIGHTS & ~Right.FD_READDIR,
      Right.FD_READDIR,
      'ENOTCAPABLE',
    ],
    ['reading stdout', 'stream', STREAM_RIGHTS & ~FD_READ, FD_READ, 'EBADF'],
    ['writing stdin', 'stream', STREAM_RIGHTS & ~FD_WRITE, FD_WRITE, 'EBADF'],
    ['seeking in a stream', 'stream', STREAM_RIGHTS, FD_SEEK, 'ESPIPE'],
    ['telling in a stream', 'stream', STREAM_RIGHTS, FD_TELL, 'ESPIPE'],
    ['reading a stream at an offset', 'stream', STREAM_RIGHTS, FD_READ | FD_SEEK, 'ESPIPE'],
    ['writing at an offset to a stream opened for reading', 'stream', FD_READ, FD_WRITE | FD_SEEK, 'ESPIPE'],
    ['sizing a stream', 'stream', STREAM_RIGHTS, Right.FD_FILESTAT_SET_SIZE, 'EINVAL'],
    ['opening below a stream', 'stream', STREAM_RIGHTS, Right.PATH_OPEN, 'ENOTDIR'],
    ['shutting stdout down', 'stream', STREAM_RIGHTS, Right.SOCK_SHUTDOWN, 'ENOTSOCK'],
    [
      'accepting where that was given up',
      'socket',
      SOCKET_RIGHTS & ~Right.SOCK_ACCEPT,
      Right.SOCK_ACCEPT,
      'ENOTCAPABLE',
    ],
    ['seeking in a socket', 'socket', SOCKET_RIGHTS, FD_SEEK, 'ESPIPE'],
  ];
  for (const [what, kind, held, needed, errno] of cases) {
    it(`answers ${errno} to ${what}`, () => {
      expect(errnoName(-missingRightsErrno(sampleDescriptor(kind, held), needed))).equal(errno);
    });
  }

  it('is ESPIPE for a pipe opened by name, which has no offset', () => {
    const pipe = sampleDescriptor('file', FILE_RIGHTS & ~(FD_SEEK | FD_TELL), 0, Filetype.UNKNOWN);
    expect(missingRightsErrno(pipe, FD_SEEK)).equal(-Errno.ESPIPE);
    expect(missingRightsErrno(pipe, FD_TELL)).equal(-Errno.ESPIPE);
  });

  it('knows which rights mean something on a pipe, a terminal and a device', () => {
    const pipe = sampleDescriptor('file', 0, 0, Filetype.UNKNOWN);
    expect(applicableRights(pipe)).equal(FILE_RIGHTS & ~(FD_SEEK | FD_TELL));
    expect(applicableRights(sampleDescriptor('file'))).equal(FILE_RIGHTS);
    const terminal = { kind: 'stream', filetype: Filetype.CHARACTER_DEVICE, terminal: true } as unknown as Stream;
    expect(rightsOfStream(terminal)).equal(STREAM_RIGHTS);
    const device = { ...terminal, terminal: false };
    expect(rightsOfStream(device)).equal(STREAM_RIGHTS | FD_SEEK | FD_TELL);
    expect(rightsOfStream({ ...terminal, file: {} } as Stream)).equal(FILE_RIGHTS);
  });

  it('is EINVAL for a socket that is to be synchronised, as for fdatasync(2)', () => {
    expect(errnoName(-missingRightsErrno(sampleDescriptor('socket', 0), Right.FD_DATASYNC))).equal('EINVAL');
  });

  it('depends only on the missing rights', () => {
    // Held, although it means nothing on a stream: no reason to refuse.
    const odd = sampleDescriptor('stream', STREAM_RIGHTS | FD_SEEK);
    odd.rightsBase &= ~FD_READ;
    expect(missingRightsErrno(odd, FD_READ | FD_SEEK)).equal(-Errno.EBADF);
  });
});

describe('setRights', () => {
  it('keeps the given rights, and drops the rest', () => {
    const descriptor = sampleDescriptor('file', Right.FD_READ | Right.FD_WRITE | Right.FD_SEEK, 0);
    expect(setRights(descriptor, Right.FD_SEEK, 0)).equal(0);
    expect(descriptor.rightsBase).equal(Right.FD_SEEK);
    expect(setRights(descriptor, Right.FD_SEEK | Right.FD_READ, 0)).equal(-Errno.ENOTCAPABLE);
    expect(descriptor.rightsBase).equal(Right.FD_SEEK);
  });

  it('changes neither set if one of them would grow', () => {
    const descriptor = sampleDescriptor('directory', Right.PATH_OPEN, Right.FD_READ);
    expect(setRights(descriptor, 0, Right.FD_READ | Right.FD_WRITE)).equal(-Errno.ENOTCAPABLE);
    expect(setRights(descriptor, Right.FD_READDIR, 0)).equal(-Errno.ENOTCAPABLE);
    expect([descriptor.rightsBase, descriptor.rightsInheriting]).eql([Right.PATH_OPEN, Right.FD_READ]);
  });

  it('only ever shrinks them', () => {
    fc.assert(
      fc.property(mask, mask, fc.array(fc.tuple(mask, mask), { maxLength: 20 }), (base, inheriting, steps) => {
        const descriptor = sampleDescriptor('directory', base, inheriting);
        for (const [newBase, newInheriting] of steps) {
          // Half of the attempts ask only for what is held, or hardly any would succeed.
          const { rightsBase, rightsInheriting } = descriptor;
          const within = (newBase & 1) === 0;
          const wantedBase = within ? newBase & rightsBase : newBase;
          const wantedInheriting = within ? newInheriting & rightsInheriting : newInheriting;
          const result = setRights(descriptor, wantedBase, wantedInheriting);
          const held = (wantedBase & ~rightsBase) === 0 && (wantedInheriting & ~rightsInheriting) === 0;
          expect(result).equal(held ? 0 : -Errno.ENOTCAPABLE);
          expect(descriptor.rightsBase).equal(held ? wantedBase : rightsBase);
          expect(descriptor.rightsInheriting).equal(held ? wantedInheriting : rightsInheriting);
          expect(descriptor.rightsBase & ~base).equal(0);
          expect(descriptor.rightsInheriting & ~inheriting).equal(0);
        }
      }),
    );
  });
});
