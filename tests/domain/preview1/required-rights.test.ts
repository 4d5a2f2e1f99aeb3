import { expect } from 'chai';
import {
  Eventtype,
  hostcallNames,
  describe as hostcallRow,
  inheritedRightsFor,
  Oflag,
  type Param,
  Right,
  requiredRights,
  rightNames,
  rightsFor,
  substituteRights,
  Whence,
} from '../../../domain/index.js';

const named = (masks: readonly number[]) => masks.map(rightNames);

describe('the rights that a call asks for', () => {
  it('are those of its row', () => {
    expect(requiredRights('fd_advise', 'fd')).equal(Right.FD_ADVISE);
    expect(requiredRights('fd_pread', 'fd')).equal(Right.FD_READ | Right.FD_SEEK);
    expect(requiredRights('path_rename', 'fd')).equal(Right.PATH_RENAME_SOURCE);
    expect(requiredRights('path_rename', 'new_fd')).equal(Right.PATH_RENAME_TARGET);
    expect(requiredRights('fd_close', 'fd')).equal(0);
  });

  it('are others for an fd_seek that does not move', () => {
    const seek = (offset: number, whence: number) =>
      named(rightsFor('fd_seek', 'fd', name => (name === 'offset' ? offset : whence)));
    expect(seek(0, Whence.CUR)).eql([['FD_SEEK'], ['FD_TELL']]);
    expect(seek(1, Whence.CUR)).eql([['FD_SEEK']]);
    expect(seek(0, Whence.SET)).eql([['FD_SEEK']]);
    expect(seek(0, Whence.END)).eql([['FD_SEEK']]);
    expect(substituteRights('fd_seek', 'fd')).eql({ rights: Right.FD_TELL, where: { offset: 0, whence: 1 } });
  });

  it('are either of two for fd_tell, and have no substitute elsewhere', () => {
    expect(named(rightsFor('fd_tell', 'fd', () => 0))).eql([['FD_TELL'], ['FD_SEEK']]);
    expect(substituteRights('fd_tell', 'fd')).eql({ rights: Right.FD_SEEK, where: {} });
    expect(substituteRights('fd_read', 'fd')).eql({ rights: 0, where: {} });
  });

  it('depend on the event for poll_oneoff', () => {
    const poll = (type: number) => named(rightsFor('poll_oneoff', 'in', () => type));
    expect(poll(Eventtype.CLOCK)).eql([['POLL_FD_READWRITE']]);
    expect(poll(Eventtype.FD_READ)).eql([['FD_READ', 'POLL_FD_READWRITE']]);
    expect(poll(Eventtype.FD_WRITE)).eql([['FD_WRITE', 'POLL_FD_READWRITE']]);
  });

  it('depend on the flags for path_open', () => {
    const open = (oflags: number) => named(rightsFor('path_open', 'fd', () => oflags));
    expect(open(Oflag.EXCL)).eql([['PATH_OPEN']]);
    expect(open(Oflag.CREAT | Oflag.TRUNC)).eql([['PATH_CREATE_FILE', 'PATH_OPEN', 'PATH_FILESTAT_SET_SIZE']]);
    const handed = [0, 1, 2, 4, 8, 16].map(fdflags => rightNames(inheritedRightsFor('path_open', 'fd', () => fdflags)));
    expect(handed).eql([[], [], ['FD_DATASYNC'], [], ['FD_SYNC'], ['FD_SYNC']]);
  });

  it('name rights and arguments that exist, and belong to what names descriptors', () => {
    for (const name of hostcallNames) {
      const params: readonly Param[] = hostcallRow(name).params;
      for (const { kind, rights = [], also = [], instead, handsDown = [] } of params) {
        const rules = [...also, ...handsDown, ...(instead ? [instead] : [])];
        const all = [...rights, ...rules.flatMap(rule => rule.rights)];
        for (const right of all) expect(Right, name).property(right);
        if (all.length > 0) expect(kind, name).oneOf(['fd', 'subscriptions']);
      }
    }
  });
});
