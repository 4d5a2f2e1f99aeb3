import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect } from 'chai';
import {
  ALL_RIGHTS,
  DIRECTORY_RIGHTS,
  FILE_RIGHTS,
  describe as hostcallRow,
  INHERITABLE_RIGHTS,
  Right,
  type RightName,
  rightNames,
  rights,
  SOCKET_RIGHTS,
  STREAM_RIGHTS,
  WRITING_RIGHTS,
} from '../../../domain/index.js';
import { rightsOn } from './witx.js';

describe('the rights', () => {
  it('are 30, one bit each, in order, and the record agrees with the list', () => {
    expect(rights).lengthOf(30);
    expect(Object.entries(Right)).eql(rights.map((name, bit) => [name, 2 ** bit]));
    expect(ALL_RIGHTS).equal(2 ** 30 - 1);
  });

  it('have the bits that another host gives them', () => {
    const theirs = Object.entries(wasi).filter(([name]) => name.startsWith('RIGHTS_'));
    expect(theirs).lengthOf(29);
    for (const [name, value] of theirs) expect(Right[name.replace('RIGHTS_', '') as RightName], name).equal(value);
    expect(Right.SOCK_ACCEPT, 'which that host does not know').equal(1 << 29);
  });

  it('are meaningful for the types of the calls that need them', () => {
    const masks = { directory: DIRECTORY_RIGHTS, file: FILE_RIGHTS, stream: STREAM_RIGHTS, socket: SOCKET_RIGHTS };
    for (const [holder, mask] of Object.entries({ ...masks, changes: WRITING_RIGHTS }))
      expect(rightNames(mask), holder).eql(rightsOn[holder]);
  });

  it('are each of use for some type', () => {
    expect(DIRECTORY_RIGHTS | FILE_RIGHTS | STREAM_RIGHTS | SOCKET_RIGHTS).equal(ALL_RIGHTS);
    expect(INHERITABLE_RIGHTS & (Right.SOCK_ACCEPT | Right.SOCK_SHUTDOWN), 'sockets are not opened by name').equal(0);
  });

  it('keep what reads, seeks and writes away from directories', () => {
    const { FD_READ, FD_WRITE, FD_SEEK, FD_TELL, FD_ALLOCATE, FD_FILESTAT_SET_SIZE } = Right;
    expect(DIRECTORY_RIGHTS & (FD_READ | FD_WRITE | FD_SEEK | FD_TELL | FD_ALLOCATE | FD_FILESTAT_SET_SIZE)).equal(0);
  });

  it('keep offsets away from streams, or libc would take no terminal for one', () => {
    expect(STREAM_RIGHTS & (Right.FD_SEEK | Right.FD_TELL)).equal(0);
  });

  it('leave a read-only directory nothing that changes anything', () => {
    // Every call that changes the file system needs a right that a read-only directory has not.
    const changing = [
      'fd_allocate',
      'fd_filestat_set_size',
      'fd_filestat_set_times',
      'fd_pwrite',
      'fd_write',
      'path_create_directory',
      'path_filestat_set_times',
      'path_link',
      'path_remove_directory',
      'path_rename',
      'path_symlink',
      'path_unlink_file',
    ] as const;
    for (const name of changing) {
      for (const { kind, rights: needed = [] } of hostcallRow(name).params) {
        if (kind !== 'fd') continue;
        const bits = needed.reduce((sum, right) => sum | Right[right], 0);
        expect(bits & WRITING_RIGHTS, name).not.equal(0);
      }
    }
    const { PATH_CREATE_FILE, PATH_FILESTAT_SET_SIZE } = Right;
    expect(WRITING_RIGHTS & PATH_CREATE_FILE, 'O_CREAT').not.equal(0);
    expect(WRITING_RIGHTS & PATH_FILESTAT_SET_SIZE, 'O_TRUNC').not.equal(0);
  });

  it('leave a read-only directory every right that only reads', () => {
    const reading = (DIRECTORY_RIGHTS | FILE_RIGHTS) & ~WRITING_RIGHTS;
    for (const name of ['FD_READ', 'FD_SEEK', 'FD_READDIR', 'PATH_OPEN', 'PATH_FILESTAT_GET', 'PATH_READLINK'] as const)
      expect(reading & Right[name], name).not.equal(0);
  });

  it('are named lowest bit first', () => {
    expect(rightNames(0)).eql([]);
    expect(rightNames(Right.SOCK_ACCEPT | Right.FD_DATASYNC)).eql(['FD_DATASYNC', 'SOCK_ACCEPT']);
    expect(rightNames(ALL_RIGHTS)).eql([...rights]);
  });
});
