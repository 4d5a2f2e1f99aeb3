import { expect } from 'chai';
import { guestPath } from '../../../application/interception/index.js';
import { Descriptor, DescriptorTable, type Directory, Filetype } from '../../../domain/index.js';

describe('a guest path', () => {
  const table = new DescriptorTable(10);
  for (const label of ['/', '/project', '.', 'stdin', '/a/../b']) {
    table.insert(new Descriptor({} as Directory, Filetype.DIRECTORY, 0, 0, 0, label));
  }

  for (const [fd, path, expected] of [
    [0, 'etc/passwd', '/etc/passwd'],
    [0, '', '/'],
    [0, '.', '/'],
    [0, './/a/.//b/', '/a/b'],
    [0, 'a/../b', '/b'],
    [0, '../../b', '/b'],
    [1, 'x', '/project/x'],
    [1, '', '/project'],
    [1, '..', '/'],
    [1, '../other', '/other'],
    [2, 'x/y', 'x/y'],
    [2, '', '.'],
    [3, '', 'stdin'],
    [4, 'c', '/b/c'],
  ] as const) {
    it(`is ${expected} for ${JSON.stringify(path)} below descriptor ${fd}`, () => {
      expect(guestPath(table, fd, path)).to.equal(expected);
    });
  }

  it('is unknown for a descriptor that is not open', () => {
    expect(guestPath(table, 9, 'x')).to.equal(undefined);
  });
});
