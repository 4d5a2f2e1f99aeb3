import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { faulty } from '../../application/composition/index.js';
import { type Directory, Errno, errnoName } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, open, READING, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { needing, POSIX, systemFile } from '../needs.js';

for (const { name: reach, create } of hostFileSystems) {
  needing(POSIX).describe(`A preopened directory that fails, on ${reach}:`, () => {
    let base: string;
    let inside: string;
    let guest: ProxyGuest;

    beforeEach(async () => {
      base = mkdtempSync(join(tmpdir(), 'hostcall-'));
      inside = join(base, 'inside');
      mkdirSync(join(inside, 'dir'), { recursive: true });
      writeFileSync(join(inside, 'file'), 'content');
      writeFileSync(join(inside, 'dir/inner'), 'inner');
      guest = await openGuest(directory => directory);
    });
    afterEach(() => {
      guest.close();
      rmSync(base, { recursive: true });
    });

    function openGuest(wrap: (directory: Directory) => Directory): Promise<ProxyGuest> {
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      return ProxyGuest.open(runtime, { preopens: { '/': wrap(create().openPreopen(inside) as Directory) } });
    }

    const call = (name: string, oflags = 0) => {
      const [pointer, length] = guest.text(at.path, name);
      const errno = guest.call('path_open', ROOT, 1, pointer, length, oflags, READING, READING, 0, at.result);
      if (errno === 0) guest.ok('fd_close', guest.view.getUint32(at.result, true));
      return errnoName(errno);
    };
    const read = (fd: number) => {
      guest.ok('fd_read', fd, ...guest.iovecs(at.iovecs, [at.buffer, 16]), at.result);
      return Buffer.from(guest.bytes.subarray(at.buffer, at.buffer + guest.view.getUint32(at.result, true))).toString();
    };

    it('removed, has no names and accepts none, and open files still work', () => {
      const file = open(guest, 'file', { base: READING });
      const dir = open(guest, 'dir', { base: READING });
      rmSync(inside, { recursive: true });
      for (const name of ['file', 'dir', 'dir/inner', 'none']) expect(call(name), name).to.equal('ENOENT');
      expect(call('new', 1)).to.equal('ENOENT');
      expect(errnoName(guest.call('path_create_directory', ROOT, ...guest.text(at.path, 'new')))).to.equal('ENOENT');
      expect(
        errnoName(guest.call('path_symlink', ...guest.text(at.path2, 'x'), ROOT, ...guest.text(at.path, 'new'))),
      ).to.equal('ENOENT');
      for (const fd of [ROOT, dir])
        expect(errnoName(guest.call('fd_readdir', fd, at.in, 1000, 0n, at.result))).to.be.oneOf(['ESUCCESS', 'ENOENT']);
      expect(read(file)).to.equal('content');
      guest.ok('fd_close', file);
      guest.ok('fd_close', dir);
      mkdirSync(inside);
    });

    it('removed and recreated under its name, is not taken for the new one', () => {
      rmSync(inside, { recursive: true });
      mkdirSync(inside);
      writeFileSync(join(inside, 'file'), 'another');
      expect(call('file')).to.equal('ENOENT');
      expect(call('new', 1)).to.equal('ENOENT');
    });

    it('moved away and replaced by another, is the old one or nothing', () => {
      renameSync(inside, join(base, 'moved'));
      mkdirSync(inside);
      writeFileSync(join(inside, 'file'), 'another');
      const [pointer, length] = guest.text(at.path, 'file');
      const errno = guest.call('path_open', ROOT, 0, pointer, length, 0, READING, 0n, 0, at.result);
      if (errno === 0) expect(read(guest.view.getUint32(at.result, true))).to.equal('content');
      else expect(errnoName(errno)).to.equal('ENOENT');
    });

    it('with I/O errors, returns EIO for each, and keeps what was acknowledged', async () => {
      const broken = await openGuest(directory =>
        faulty(directory, [{ operation: 'write', errno: 'EIO', when: '3+2' }]),
      );
      const fd = open(broken, 'written', { oflags: 1 });
      let acknowledged = '';
      const answers: string[] = [];
      for (const letter of 'abcdefgh') {
        broken.bytes.fill(letter.charCodeAt(0), at.buffer, at.buffer + 4);
        const errno = broken.call('fd_write', fd, ...broken.iovecs(at.iovecs, [at.buffer, 4]), at.result);
        answers.push(errnoName(errno));
        if (errno === Errno.ESUCCESS) acknowledged += letter.repeat(broken.view.getUint32(at.result, true));
      }
      expect(answers).to.include('EIO').and.include('ESUCCESS');
      broken.ok('fd_seek', fd, 0n, 0, at.result);
      broken.ok('fd_read', fd, ...broken.iovecs(at.iovecs, [at.buffer, 64]), at.result);
      const length = broken.view.getUint32(at.result, true);
      expect(Buffer.from(broken.bytes.subarray(at.buffer, at.buffer + length)).toString()).to.equal(acknowledged);
      broken.close();
    });

    needing(systemFile('/dev/full')).it('a full device returns ENOSPC', async () => {
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      const devices = await ProxyGuest.open(runtime, { preopens: { '/dev': '/dev' } });
      const fd = open(devices, 'full', { base: 64n, inheriting: 0n });
      for (let i = 0; i < 3; i++) {
        const errno = devices.call('fd_write', fd, ...devices.iovecs(at.iovecs, [at.buffer, 4]), at.result);
        expect(errnoName(errno)).to.equal('ENOSPC');
      }
      devices.ok('fd_close', fd);
      devices.close();
    });
  });
}
