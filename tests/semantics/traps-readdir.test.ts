import { writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { BUILD_TIMEOUT, buildC } from '../guests/build-c.js';
import { ownHosts } from '../guests/hosts.js';
import { nodeAdapter } from '../guests/node-adapter.js';
import { type DirectoryCounts, watchDirectory } from '../guests/watched-directory.js';
import { LINUX, needing } from '../needs.js';

describe('traps of listings', () => {
  let wasm: Uint8Array;
  before(async function () {
    this.timeout(BUILD_TIMEOUT);
    wasm = await buildC('readdir');
  });

  for (const host of ownHosts) {
    it(`a directory is listed once on ${host.name}, in however many calls the guest reads it`, async () => {
      const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`file-${i}`, '']));
      const scratch = host.createScratch(files);
      const counts: DirectoryCounts = { opened: 1, closed: 0, listed: 0 };
      const preopens = { '/': watchDirectory(host.openDirectory(scratch), counts) };
      try {
        const result = await host.run(wasm, { argv0: 'readdir-once', preopens });
        expect(result).to.include({ exitCode: 0, stderr: '' });
        expect(counts.listed).to.equal(1);
      } finally {
        scratch.dispose();
      }
    });
  }

  needing(LINUX).it('a name on the disk that is not UTF-8 does not affect the listing of the others', async () => {
    // Other systems do not let such a name come into being.
    const scratch = nodeAdapter.createScratch({ plain: '', other: '' });
    try {
      const name = Buffer.concat([Buffer.from(`${scratch.preopen}/bad-`), Buffer.from([0xff, 0xfe])]);
      writeFileSync(name, '');
      const preopens = { '/': scratch.preopen };
      const result = await nodeAdapter.run(wasm, { argv0: 'readdir-names', preopens });
      expect(result).to.include({ exitCode: 0, stderr: '' });
      expect(result.stdout.split('\n')).to.include.members(['.', '..', 'plain', 'other']);
    } finally {
      scratch.dispose();
    }
  });
});
