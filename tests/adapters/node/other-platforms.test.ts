import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { nodeHostCalls } from '../../../adapters/node/index.js';
import { Errno, Open } from '../../../domain/index.js';
import { LINUX, needing, POSIX } from '../../needs.js';
import { onPlatform } from '../on-platform.js';
import { withFs } from './changed-fs.js';

type OpenFlags = typeof import('../../../adapters/node/open-flags.js');
type NodeHost = typeof import('../../../adapters/node/host-calls.js');

/** A module of the Node adapter as another platform has it: loaded once more. */
const loadedOn = (platform: NodeJS.Platform, name: string): Promise<unknown> =>
  onPlatform(platform, () => import(new URL(`../../../adapters/node/${name}.js?${platform}`, import.meta.url).href));

describe('node: what differs between platforms', () => {
  it('is that only Linux empties what is opened to be read', async () => {
    for (const [platform, expected] of [
      ['linux', constants.O_RDONLY],
      ['darwin', constants.O_RDWR],
    ] as const) {
      const { ACCESS, openFlags } = (await loadedOn(platform, 'open-flags')) as OpenFlags;
      expect(openFlags(Open.READ | Open.TRUNCATE) & ACCESS).to.equal(expected);
      expect(openFlags(Open.READ) & ACCESS).to.equal(constants.O_RDONLY);
      expect(openFlags(Open.WRITE | Open.TRUNCATE) & ACCESS).to.equal(constants.O_WRONLY);
      expect(openFlags(Open.READ | Open.WRITE | Open.TRUNCATE) & ACCESS).to.equal(constants.O_RDWR);
    }
  });

  needing(POSIX).it(
    'is not how guests’ names and streams are opened: without waiting, or taking a terminal',
    async () => {
      const { O_NOCTTY, O_NONBLOCK, O_NOFOLLOW } = constants;
      for (const platform of ['linux', 'darwin'] as const) {
        const { NONBLOCKING, openFlags } = (await loadedOn(platform, 'open-flags')) as OpenFlags;
        expect(NONBLOCKING).to.equal(O_NONBLOCK | O_NOCTTY);
        for (const how of [Open.READ, Open.WRITE, Open.READ | Open.WRITE | Open.CREATE, Open.READ | Open.DIRECTORY])
          expect(openFlags(how) & (NONBLOCKING | O_NOFOLLOW)).to.equal(NONBLOCKING | O_NOFOLLOW);
      }
    },
  );

  it('is how descriptors are opened once more and sockets are kept from waiting, and what a link to a link is', async () => {
    for (const [platform, descriptors, socketsUnblock, linkFollows] of [
      ['linux', '/proc/self/fd/', true, false],
      ['darwin', undefined, true, true],
      ['win32', undefined, false, true],
    ] as const) {
      const { nodeHostCalls } = (await loadedOn(platform, 'host-calls')) as NodeHost;
      expect(nodeHostCalls).to.include({ descriptors, socketsUnblock, linkFollows });
    }
  });

  it('is that only Linux tells whether a descriptor appends', async () => {
    const place = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
    const [appending, plain] = ['a', 'w'].map(flags => openSync(join(place, 'file'), flags)) as [number, number];
    try {
      const { nodeHostCalls } = (await loadedOn('linux', 'host-calls')) as NodeHost;
      const told = () => [appending, plain, 987_654].map(fd => nodeHostCalls.appends(fd));
      if (LINUX.met) expect(told()).to.deep.equal([true, false, false]);
      expect(await onPlatform('darwin', told)).to.deep.equal([false, false, false]);
    } finally {
      closeSync(appending);
      closeSync(plain);
      rmSync(place, { recursive: true });
    }
  });

  it('is that Windows tells the end of a pipe by an error', () => {
    const fails = (code: string) => () => {
      throw Object.assign(new Error(code), { code });
    };
    for (const [code, expected] of [
      ['EOF', 0],
      ['EIO', -Errno.EIO],
    ] as const) {
      const read = withFs({ readSync: fails(code) }, () => nodeHostCalls.read(0, new Uint8Array(1), 0, 1, null));
      const readv = withFs({ readvSync: fails(code) }, () => nodeHostCalls.readv(0, [new Uint8Array(1)], null));
      expect([read, readv]).to.deep.equal([expected, expected]);
    }
  });
});
