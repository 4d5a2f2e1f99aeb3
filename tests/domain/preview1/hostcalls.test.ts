import { expect } from 'chai';
import {
  Errno,
  errnosOf,
  everyHostcall,
  families,
  hostcallNames,
  describe as hostcallRow,
  hostcalls,
  importedName,
  signatureOf,
} from '../../../domain/index.js';

/** The interface description, written down a second time: the calls in its order, `i` for i32 and `l` for i64. */
const spec = {
  args_get: 'ii',
  args_sizes_get: 'ii',
  environ_get: 'ii',
  environ_sizes_get: 'ii',
  clock_res_get: 'ii',
  clock_time_get: 'ili',
  fd_advise: 'illi',
  fd_allocate: 'ill',
  fd_close: 'i',
  fd_datasync: 'i',
  fd_fdstat_get: 'ii',
  fd_fdstat_set_flags: 'ii',
  fd_fdstat_set_rights: 'ill',
  fd_filestat_get: 'ii',
  fd_filestat_set_size: 'il',
  fd_filestat_set_times: 'illi',
  fd_pread: 'iiili',
  fd_prestat_get: 'ii',
  fd_prestat_dir_name: 'iii',
  fd_pwrite: 'iiili',
  fd_read: 'iiii',
  fd_readdir: 'iiili',
  fd_renumber: 'ii',
  fd_seek: 'ilii',
  fd_sync: 'i',
  fd_tell: 'ii',
  fd_write: 'iiii',
  path_create_directory: 'iii',
  path_filestat_get: 'iiiii',
  path_filestat_set_times: 'iiiilli',
  path_link: 'iiiiiii',
  path_open: 'iiiiillii',
  path_readlink: 'iiiiii',
  path_remove_directory: 'iii',
  path_rename: 'iiiiii',
  path_symlink: 'iiiii',
  path_unlink_file: 'iii',
  poll_oneoff: 'iiii',
  proc_exit: 'i',
  proc_raise: 'i',
  sched_yield: '',
  random_get: 'ii',
  sock_accept: 'iii',
  sock_recv: 'iiiiii',
  sock_send: 'iiiii',
  sock_shutdown: 'ii',
} as const;

describe('the table of hostcalls', () => {
  it('has all 46, in the order of the interface description', () => {
    expect(hostcallNames).lengthOf(46);
    expect(hostcallNames).eql(Object.keys(spec));
  });

  for (const name of hostcallNames) {
    const row = hostcallRow(name);

    it(`${name}: takes what the interface description says`, () => {
      const types = signatureOf(name).params.map(({ type }) => (type === 'i64' ? 'l' : 'i'));
      expect(types.join('')).equal(spec[name as keyof typeof spec]);
    });

    it(`${name}: is described without gaps`, () => {
      expect(families).includes(row.family);
      expect(row.classes).not.empty;
      expect(new Set(row.classes).size).equal(row.classes.length);
      const params = row.params.map(param => param.name);
      expect(new Set(params).size, 'names of parameters').equal(params.length);
    });

    it(`${name}: gives errnos that exist, each once`, () => {
      for (const errno of errnosOf(name)) expect(Errno).property(errno);
      expect(new Set(row.errnos).size).equal(row.errnos.length);
    });
  }

  it('has no family without members', () => {
    const used = new Set(everyHostcall.map(name => hostcallRow(name).family));
    expect([...used].sort()).eql([...families].sort());
  });

  it('knows what waits and what never returns', () => {
    const those = (has: 'waits' | 'noreturn') => hostcallNames.filter(name => hostcallRow(name)[has]);
    expect(those('noreturn')).eql(['proc_exit']);
    expect(those('waits')).include.members(['fd_read', 'poll_oneoff', 'sock_accept', 'sock_recv']);
    expect(those('waits')).not.include.members(['fd_close', 'clock_time_get', 'random_get']);
  });

  it('gives every descriptor parameter EBADF, and every pointer EFAULT', () => {
    for (const name of hostcallNames) {
      const { params, results } = hostcallRow(name);
      const errnos = errnosOf(name);
      expect(errnos.includes('EBADF'), name).equal(params.some(({ kind }) => kind === 'fd'));
      const pointers = params.some(({ kind }) =>
        ['path', 'iovecs', 'ciovecs', 'buffer', 'subscriptions', 'events'].includes(kind),
      );
      expect(errnos.includes('EFAULT'), name).equal(pointers || results.length > 0);
    }
  });

  it('has wasi’s own name for each call as its key, and nothing else', () => {
    for (const name of Object.keys(hostcalls)) expect(importedName(name)).match(/^[a-z]+([_-][a-z]+)*$/);
  });
});
