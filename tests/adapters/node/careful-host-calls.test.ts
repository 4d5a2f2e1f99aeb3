import { constants, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { carefulHostCalls } from '../../../adapters/node/careful-host-calls.js';
import { type HostCalls, nodeHostCalls } from '../../../adapters/node/index.js';
import { ALL_TRAITS, directoryContract, expectErrno } from '../../../application/contract/index.js';
import { Errno } from '../../../domain/index.js';
import { describeContract } from '../../contract.js';
import { LINUX, needing } from '../../needs.js';
import { openScratch } from './scratch.js';

const { O_CREAT, O_EXCL, O_RDONLY, O_RDWR, O_TRUNC, O_WRONLY } = constants;
const MODE = 0o666;

needing(LINUX).describe('primitives that are used with care', () => {
  describeContract(
    'on node',
    directoryContract(() => {
      const { root, dispose } = openScratch({ reach: 'handles', host: carefulHostCalls(nodeHostCalls) });
      return { directory: root, dispose };
    }, ALL_TRAITS),
  );

  let place: string;
  let path: string;
  beforeEach(() => {
    place = mkdtempSync(join(tmpdir(), 'hostcall-careful-'));
    path = join(place, 'file');
  });
  afterEach(() => rmSync(place, { recursive: true }));

  it('create a file only where nothing is, and never by an open that might find something', () => {
    const creating: number[] = [];
    const host = carefulHostCalls({
      ...nodeHostCalls,
      open(path, flags, mode) {
        if ((flags & O_CREAT) !== 0) creating.push(flags);
        return nodeHostCalls.open(path, flags, mode);
      },
    });
    for (const flags of [O_RDONLY, O_WRONLY | O_TRUNC, O_RDWR | O_EXCL]) {
      const fd = host.open(path, flags | O_CREAT, MODE);
      expect(fd).to.be.at.least(0);
      host.close(fd);
      host.unlink(path);
    }
    expect(creating).to.have.lengthOf(3);
    for (const flags of creating) expect(flags & (O_EXCL | O_TRUNC)).to.equal(O_EXCL);
  });

  it('give up where others make and remove the file each time', () => {
    const [there] = [nodeHostCalls.roughLstat('/')];
    let looks = 0;
    const host = carefulHostCalls({
      ...nodeHostCalls,
      open: () => -Errno.ENOENT,
      roughLstat() {
        looks++;
        return there as ReturnType<HostCalls['roughLstat']>;
      },
    });
    expectErrno(host.open(path, O_CREAT | O_RDWR, MODE), -Errno.ELOOP);
    expect(looks).to.be.within(2, 10);
  });

  it('have the errno of a file that is there and is not opened, and do not try again', () => {
    writeFileSync(path, 'text');
    let opens = 0;
    const host = carefulHostCalls({
      ...nodeHostCalls,
      open() {
        opens++;
        return -Errno.EACCES;
      },
    });
    expectErrno(host.open(path, O_CREAT | O_RDWR, MODE), -Errno.EACCES);
    expect(opens).to.equal(1);
  });

  it('create no file where a directory is, even if that has the descriptor 0', () => {
    const stats = statSync('/');
    for (const fd of [0, 3]) {
      const closed: number[] = [];
      const host = carefulHostCalls({
        ...nodeHostCalls,
        open: () => fd,
        roughStat: () => stats,
        close: given => closed.push(given),
      });
      expectErrno(host.open('/', O_CREAT | O_RDONLY, MODE), -Errno.EISDIR);
      expect(closed).to.deep.equal([fd]);
    }
  });

  it('have the errno of whatever fails, and then nothing is created or left open', () => {
    for (const [name, errno] of [
      ['roughLstat', Errno.EACCES],
      ['open', Errno.EMFILE],
      ['roughStat', Errno.EIO],
      ['truncate', Errno.EIO],
    ] as const) {
      const closed: number[] = [];
      const opened: number[] = [];
      const raw: HostCalls = {
        ...nodeHostCalls,
        open(path, flags, mode) {
          const fd = nodeHostCalls.open(path, flags, mode);
          if (fd >= 0) opened.push(fd);
          return fd;
        },
        close(fd) {
          closed.push(fd);
          return nodeHostCalls.close(fd);
        },
        [name]: () => -errno,
      };
      const host = carefulHostCalls(raw);
      if (name === 'roughLstat' || name === 'open') expectErrno(host.open(path, O_CREAT | O_RDWR, MODE), -errno);
      else {
        writeFileSync(path, 'text');
        expectErrno(host.open(path, O_TRUNC | O_RDWR, MODE), -errno);
      }
      expect(closed).to.deep.equal(opened);
    }
  });
});
