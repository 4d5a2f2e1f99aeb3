import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { memoryDirectory } from '../../adapters/memory/index.js';
import { nodePorts } from '../../adapters/node/index.js';
import { WindowsFileSystem } from '../../adapters/windows/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { mounts, overlay, quota, readOnly } from '../../application/composition/index.js';
import type { FileSystem } from '../../domain/index.js';
import { errnoName, Right } from '../../domain/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { at, ROOT } from '../application/hostcalls/fixture.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import type { GuestOptions } from '../guests/index.js';
import { needing, SUPERUSER } from '../needs.js';

type Wrapped = NonNullable<GuestOptions['preopens']>[string];

const fileSystems: Readonly<Record<string, () => FileSystem>> = {
  ...Object.fromEntries(hostFileSystems.map(({ name, create }) => [name, create])),
  'checks by the rules of Windows': () => new WindowsFileSystem(),
};

const wraps: Readonly<Record<string, (path: string, rules: 'posix' | 'windows') => Wrapped>> = {
  alone: path => path,
  'read-only': path => readOnly(path),
  'under a quota': path => quota(path, {}),
  'with a mount in it': path => mounts(path, { 'closed/mounted': memoryDirectory() }),
  'under an overlay': (path, rules) => overlay(path, memoryDirectory({}, { rules })),
};

const NOBODY = 65534;
const SEARCH = BigInt(Right.PATH_OPEN | Right.PATH_FILESTAT_GET | Right.FD_FILESTAT_GET);
const LIST = SEARCH | BigInt(Right.FD_READDIR);

// Permissions do not bind root, so it becomes another user for a moment.
needing(SUPERUSER).describe('A directory that may be passed through but not read', () => {
  for (const [reach, fileSystem] of Object.entries(fileSystems)) {
    for (const [wrapped, wrap] of Object.entries(wraps)) {
      it(`opens without FD_READDIR, and is EACCES with it: by ${reach}, ${wrapped}`, async () => {
        const base = mkdtempSync(join(tmpdir(), 'hostcall-unreadable-'));
        chmodSync(base, 0o755);
        mkdirSync(join(base, 'closed/inner'), { recursive: true });
        writeFileSync(join(base, 'closed/file'), 'x');
        chmodSync(join(base, 'closed'), 0o711);
        const runtime = createRuntime({ ...nodePorts(), fileSystem: fileSystem() });
        const place = wrap(base, reach.endsWith('Windows') ? 'windows' : 'posix');
        const guest = await ProxyGuest.open(runtime, { preopens: { '/': place } });
        const open = (fd: number, path: string, oflags: number, rights: bigint) =>
          guest.call('path_open', fd, 0, ...guest.text(at.path, path), oflags, rights, rights, 0, at.result);
        process.seteuid?.(NOBODY);
        try {
          for (const oflags of [0, 2]) {
            for (const path of ['closed', 'closed/', 'closed/.', './closed/inner/..']) {
              expect(errnoName(open(ROOT, path, oflags, LIST)), path).to.equal('EACCES');
              expect(open(ROOT, path, oflags, SEARCH), path).to.equal(0);
              const fd = guest.view.getUint32(at.result, true);
              expect(guest.call('path_filestat_get', fd, 0, ...guest.text(at.path, 'file'), at.buffer)).to.equal(0);
              expect(guest.call('fd_filestat_get', fd, at.buffer)).to.equal(0);
              expect(errnoName(open(fd, '.', oflags, LIST))).to.be.oneOf(['EACCES', 'ENOTCAPABLE']);
              expect(open(fd, 'inner', oflags, SEARCH)).to.equal(0);
              expect(guest.call('fd_close', guest.view.getUint32(at.result, true))).to.equal(0);
              expect(guest.call('fd_close', fd)).to.equal(0);
            }
            // What can be read below it is read.
            expect(open(ROOT, 'closed/inner', oflags, LIST)).to.equal(0);
            expect(guest.call('fd_close', guest.view.getUint32(at.result, true))).to.equal(0);
          }
        } finally {
          process.seteuid?.(0);
          guest.close();
          rmSync(base, { recursive: true });
        }
      });
    }
  }
});
