import { expect } from 'chai';
import { type HostcallName, hostcallNames, signatureOf } from '../../../domain/index.js';

const types = (name: HostcallName) => signatureOf(name).params.map(param => param.type);

describe('signatureOf', () => {
  it('spells path_open as the interface description does', () => {
    expect(signatureOf('path_open')).to.deep.equal({
      params: [
        { name: 'fd', type: 'i32' },
        { name: 'dirflags', type: 'i32' },
        { name: 'path', type: 'i32' },
        { name: 'path_len', type: 'i32' },
        { name: 'oflags', type: 'i32' },
        { name: 'fs_rights_base', type: 'i64' },
        { name: 'fs_rights_inheriting', type: 'i64' },
        { name: 'fdflags', type: 'i32' },
        { name: 'opened_fd', type: 'i32' },
      ],
      results: ['i32'],
    });
  });

  it('has two pointers for a table of strings', () => {
    expect(signatureOf('args_get').params.map(param => param.name)).to.deep.equal(['argv', 'argv_buf']);
  });

  it('has no result for proc_exit, and an errno for every other call', () => {
    for (const name of hostcallNames)
      expect(signatureOf(name).results, name).to.deep.equal(name === 'proc_exit' ? [] : ['i32']);
  });

  it('passes 64-bit quantities as i64', () => {
    expect(types('fd_seek')).to.deep.equal(['i32', 'i64', 'i32', 'i32']);
    expect(types('clock_time_get')).to.deep.equal(['i32', 'i64', 'i32']);
    expect(types('fd_readdir')).to.deep.equal(['i32', 'i32', 'i32', 'i64', 'i32']);
    expect(types('path_filestat_set_times')).to.deep.equal(['i32', 'i32', 'i32', 'i32', 'i64', 'i64', 'i32']);
    expect(types('sock_recv')).to.deep.equal(['i32', 'i32', 'i32', 'i32', 'i32', 'i32']);
  });
});
