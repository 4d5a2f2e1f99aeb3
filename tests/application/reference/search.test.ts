import { expect } from 'chai';
import { searchReference } from '../../../application/reference/index.js';

const names = (query: string) => searchReference(query).map(({ name }) => name);
const first = (query: string) => names(query)[0];

describe('searchReference', () => {
  it('finds nothing for an empty text', () => {
    expect(searchReference('')).to.deep.equal([]);
    expect(searchReference('  ')).to.deep.equal([]);
    expect(searchReference('no such thing anywhere')).to.deep.equal([]);
  });

  it('finds names first, however they are spelt', () => {
    expect(first('fd_read')).to.equal('fd_read');
    expect(first('FD_READ')).to.be.oneOf(['fd_read', 'FD_READ']);
    expect(first('enoent')).to.equal('ENOENT');
    expect(first('44')).to.equal('ENOENT');
    expect(first('O_CREAT')).to.equal('CREAT');
    expect(first('ciovec')).to.equal('iovec');
    expect(first('__nothing')).to.equal(undefined);
  });

  it('finds parts of names', () => {
    expect(names('read').slice(0, 12)).to.include.members(['read', 'readv', 'fd_read', 'fd_readdir']);
    expect(names('path_')).to.include.members(['path_open', 'path_link']);
  });

  it('finds words of texts, behind names', () => {
    const found = searchReference('symbolic');
    expect(found.map(({ name }) => name)).to.include.members([
      'path_symlink',
      'path_readlink',
      'ELOOP',
      'SYMLINK_FOLLOW',
    ]);
    expect(names('buf_len')[0]).to.equal('iovec');
  });

  it('requires every word', () => {
    expect(names('set times')).to.include('fd_filestat_set_times').and.not.include('fd_fdstat_set_flags');
  });

  it('names the kind of each result', () => {
    expect(searchReference('append')[0]).to.include({ kind: 'flag of fdflags', name: 'APPEND' });
    expect(searchReference('openat')[0]).to.include({ kind: 'function of POSIX or C', name: 'openat' });
  });
});
