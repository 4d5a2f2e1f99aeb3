import { expect } from 'chai';
import { nearestNames } from '../../../domain/index.js';

describe('nearestNames', () => {
  it('puts the nearest first', () => {
    expect(nearestNames('fd_wirte', ['fd_pwrite', 'fd_write', 'path_open'])).to.deep.equal(['fd_write', 'fd_pwrite']);
  });

  it('counts a swap of neighbours as one step', () => {
    expect(nearestNames('ab', ['ba', 'xy'])).to.deep.equal(['ba']);
  });

  it('finds a name by a part of it', () => {
    expect(nearestNames('filestat', ['path_filestat_get', 'sched_yield'])).to.deep.equal(['path_filestat_get']);
  });

  it('offers names that differ in case only once', () => {
    expect(nearestNames('fd_rea', ['fd_read', 'FD_READ'])).to.deep.equal(['fd_read']);
  });

  it('offers nothing if nothing is near', () => {
    expect(nearestNames('zzz', ['fd_read', 'path_open'])).to.deep.equal([]);
  });
});
