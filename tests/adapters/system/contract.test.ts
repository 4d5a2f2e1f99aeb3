import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_TRAITS, directoryContract, fileSystemContract } from '../../../application/contract/index.js';
import { describeContract } from '../../contract.js';
import { systemFileSystems } from '../../guests/host-file-systems.js';
import { openScratchOn } from '../node/scratch.js';

for (const { name: way, create } of systemFileSystems) {
  const name = `the system through ${way}`;
  describeContract(
    name,
    directoryContract(() => {
      const { root, dispose } = openScratchOn(create());
      return { directory: root, dispose };
    }, ALL_TRAITS),
  );
  describe(name, () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-system-'));
    writeFileSync(join(base, 'file'), '');
    after(() => rmSync(base, { recursive: true }));
    describeContract(
      name,
      fileSystemContract(create(), () => ({
        directory: base,
        file: join(base, 'file'),
        missing: join(base, 'missing'),
      })),
    );
  });
}
