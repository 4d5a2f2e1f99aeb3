import { expect } from 'chai';
import { ConfigurationError } from '../../application/errors.js';
import { parseHostcallSet } from '../../application/hostcall-set.js';
import { describe as description, everyHostcall } from '../../domain/index.js';

const clocks = everyHostcall.filter(name => description(name).classes.includes('clock'));
const without = (...names: string[]) => everyHostcall.filter(name => !names.includes(name));

describe('a set of hostcalls', () => {
  for (const [text, expected] of [
    ['fd_read', ['fd_read']],
    ['fd_write,fd_read', ['fd_read', 'fd_write']],
    [' fd_write , fd_read ', ['fd_read', 'fd_write']],
    ['fd_read,fd_read', ['fd_read']],
    ['%clock', clocks],
    ['%clock,fd_read', [...clocks, 'fd_read']],
    ['/^sock_/', everyHostcall.filter(name => name.startsWith('sock_'))],
    ['/^fd_(read|write)$/,proc_exit', ['fd_read', 'fd_write', 'proc_exit']],
    [
      '/time|res/',
      [
        'clock_res_get',
        'clock_time_get',
        'fd_filestat_set_times',
        'fd_prestat_get',
        'fd_prestat_dir_name',
        'path_filestat_set_times',
      ],
    ],
    ['/fd_.{4,5}$/', ['fd_close', 'fd_pread', 'fd_read', 'fd_seek', 'fd_sync', 'fd_tell', 'fd_write']],
    ['/^path_r', ['path_readlink', 'path_remove_directory', 'path_rename']],
    ['/^path_re,fd_read', ['fd_read', 'path_readlink', 'path_remove_directory', 'path_rename']],
    ['%network', everyHostcall.filter(name => description(name).classes.includes('net'))],
    ['?fd_read,?fd_raed,?%nothing', ['fd_read']],
    ['!?fd_read,?fd_raed', without('fd_read')],
    ['?fd_raed', []],
    ['all', everyHostcall],
    ['none', []],
    ['!fd_read', without('fd_read')],
    ['!fd_read,fd_write', without('fd_read', 'fd_write')],
    ['!fd_read,!fd_write', without('fd_read', 'fd_write')],
    ['!all', []],
    ['!none', everyHostcall],
    ['!/./', []],
    ['%clock,!clock_res_get', ['clock_time_get', 'poll_oneoff']],
    ['%clock,!clock_res_get,clock_res_get', clocks],
  ] as const) {
    it(`is what ${JSON.stringify(text)} says`, () => {
      const expectedInOrder = everyHostcall.filter(name => (expected as readonly string[]).includes(name));
      expect(parseHostcallSet(text)).to.deep.equal(expectedInOrder);
    });
  }

  for (const [text, message] of [
    ['nosuch', "unknown hostcall 'nosuch'; `hostcall explain` lists them"],
    ['fd_raed', "unknown hostcall 'fd_raed'; did you mean fd_read, fd_pread?"],
    ['fd_read,path_opne', "unknown hostcall 'path_opne'; did you mean path_open, path_link?"],
    ['%flie', "unknown class '%flie'; did you mean %file?"],
    [
      '%zzzzzz',
      "unknown class '%zzzzzz'; the classes are %clock, %desc, %file, %net, %poll, %process, %pure, %random, %stat",
    ],
    ['/(/', 'invalid regular expression /(/: Unterminated group; write one as in JavaScript, such as /^path_/'],
    ['/^nothing$/', 'no hostcall matches /^nothing$/; see `hostcall explain`'],
    ['', "'' has an empty name; separate names with commas"],
    ['fd_read,,fd_write', "'fd_read,,fd_write' has an empty name; separate names with commas"],
    ['!', "'!' has an empty name; separate names with commas"],
    ['/fd/x', "unknown hostcall '/fd/x'"],
    ['constructor', "unknown hostcall 'constructor'; `hostcall explain` lists them"],
  ] as const) {
    it(`is not what ${JSON.stringify(text)} says`, () => {
      expect(() => parseHostcallSet(text)).to.throw(ConfigurationError, message);
    });
  }

  it('is read in one go, however long it is', () => {
    for (const piece of [' ', '! ', '/', '/\\/', '\\', '/a/ ', 'a ', '/,', '%'])
      for (const text of [piece.repeat(300_000), `fd_read,${piece.repeat(300_000)}x`])
        expect(() => parseHostcallSet(text), piece).to.throw(ConfigurationError);
  });
});
