import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { errnoName, Fdflag, Lookupflag, Oflag, Right } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { Grounds } from './grounds.js';

const RIGHTS = [Right.FD_READ, Right.FD_WRITE, Right.FD_READ | Right.FD_WRITE].map(BigInt);
const OFLAGS = [0, Oflag.CREAT, Oflag.CREAT | Oflag.EXCL, Oflag.TRUNC, Oflag.CREAT | Oflag.TRUNC];
const FDFLAGS = [0, Fdflag.APPEND, Fdflag.SYNC];

/**
 * What a runtime's `fs` makes of flags that it takes apart itself. This is the smallest test of the sandbox that is run on each JavaScript
 * runtime: see `tests/nodes`.
 */
for (const { name, create } of hostFileSystems) {
  describe(`What is opened, removed and renamed, on ${name}:`, () => {
    let grounds: Grounds;
    let guest: ProxyGuest;

    before(async () => {
      grounds = new Grounds('there');
      grounds.build({
        dangling: '../../../outside/created',
        link: '../../../outside/file',
        entry: '../../../outside/dir',
      });
      guest = await ProxyGuest.open(createRuntime({ ...nodePorts(), fileSystem: create() }), {
        preopens: { '/': grounds.inside },
      });
    });
    after(() => {
      guest.close();
      grounds.dispose();
    });

    const call = (...[name, ...args]: Parameters<ProxyGuest['call']>) => errnoName(guest.call(name, ...args));
    const path = (text: string) => guest.text(at.path, text);
    const open = (text: string, lookup: number, oflags: number, rights: bigint, fdflags: number) => {
      const errno = call('path_open', ROOT, lookup, ...path(text), oflags, rights, 0n, fdflags, at.result);
      if (errno === 'SUCCESS' || errno === 'ESUCCESS') guest.call('fd_close', guest.view.getUint32(at.result, true));
      return errno;
    };

    for (const name of ['dangling', 'link', 'entry']) {
      it(`the link ${name} leads nowhere, whatever it is opened with`, () => {
        for (const lookup of [0, Lookupflag.SYMLINK_FOLLOW])
          for (const oflags of OFLAGS)
            for (const rights of RIGHTS)
              for (const fdflags of FDFLAGS) {
                const errno = open(`a/b/${name}`, lookup, oflags, rights, fdflags);
                const exclusive = (oflags & Oflag.EXCL) !== 0;
                const expected = exclusive ? 'EEXIST' : lookup === 0 ? 'ELOOP' : 'ENOTCAPABLE';
                expect(errno, `${lookup} ${oflags} ${rights} ${fdflags}`).to.equal(expected);
                expect(grounds.trespass).to.equal(undefined);
              }
      });
    }

    it('files are created, truncated and exclusive as they are asked to be', () => {
      let made = 0;
      for (const rights of RIGHTS)
        for (const fdflags of FDFLAGS) {
          const name = `made-${made++}`;
          expect(open(name, 0, Oflag.CREAT, rights, fdflags)).to.match(/SUCCESS/);
          expect(open(name, 0, Oflag.CREAT | Oflag.EXCL, rights, fdflags)).to.equal('EEXIST');
          expect(open(`${name}-new`, 0, Oflag.CREAT | Oflag.EXCL, rights, fdflags)).to.match(/SUCCESS/);
          expect(open(name, 0, Oflag.TRUNC, rights, fdflags)).to.match(/SUCCESS/);
          expect(open('dir', 0, Oflag.CREAT, rights, fdflags)).to.equal('EISDIR');
        }
    });

    it('a directory is not removed as a file, nor a file or a link as a directory', () => {
      mkdirSync(join(grounds.inside, 'empty'));
      expect(call('path_unlink_file', ROOT, ...path('empty'))).to.equal('EISDIR');
      expect(call('path_unlink_file', ROOT, ...path('dir'))).to.equal('EISDIR');
      expect(call('path_remove_directory', ROOT, ...path('real.txt'))).to.equal('ENOTDIR');
      expect(call('path_remove_directory', ROOT, ...path('a/b/entry'))).to.equal('ENOTDIR');
      for (const there of ['empty', 'dir/inner.txt', 'real.txt', 'a/b/entry'])
        expect(existsSync(join(grounds.inside, there)), there).to.equal(true);
      expect(grounds.trespass).to.equal(undefined);
    });

    it('links are renamed, replaced, named again and removed themselves', () => {
      const two = (text: string) => guest.text(at.path2, text);
      expect(call('path_create_directory', ROOT, ...path('a/b/dangling'))).to.equal('EEXIST');
      expect(call('path_link', ROOT, 0, ...path('real.txt'), ROOT, ...two('a/b/dangling'))).to.equal('EEXIST');
      expect(call('path_filestat_set_times', ROOT, 0, ...path('a/b/link'), 5n, 5n, 5)).to.match(/SUCCESS/);
      expect(call('path_rename', ROOT, ...path('real.txt'), ROOT, ...two('a/b/dangling'))).to.match(/SUCCESS/);
      expect(call('path_rename', ROOT, ...path('a/b/link'), ROOT, ...two('moved'))).to.match(/SUCCESS/);
      expect(call('path_unlink_file', ROOT, ...path('a/b/entry'))).to.match(/SUCCESS/);
      expect(grounds.trespass).to.equal(undefined);
    });
  });
}
