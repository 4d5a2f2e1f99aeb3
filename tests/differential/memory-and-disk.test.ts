import { expect } from 'chai';
import * as fc from 'fast-check';
import { memoryDirectory } from '../../adapters/memory/index.js';
import { Open } from '../../domain/index.js';
import { openScratch } from '../adapters/node/scratch.js';
import { LINUX, needing } from '../needs.js';
import { type Operation, operation } from './operations.js';
import { Player } from './player.js';

/** Performs the same on a directory in memory and on a real one, and expects the same results. */
function compare(steps: readonly Operation[]): void {
  const scratch = openScratch();
  const memory = new Player(memoryDirectory());
  const disk = new Player(scratch.root);
  try {
    for (const [index, step] of steps.entries()) {
      expect(memory.play(step), `step ${index}, ${step.do}`).to.deep.equal(disk.play(step));
    }
    expect(memory.all()).to.deep.equal(disk.all());
  } finally {
    disk.close();
    scratch.dispose();
  }
}

needing(LINUX).describe('memory and disk', () => {
  // Attributes of open files without names, and of directories that were moved, need handles.

  // Found by the test below.
  it('in a removed directory no name is looked up, not even one that is too long', () => {
    const long = 'x'.repeat(256);
    compare([
      { do: 'createDirectory', at: 0, name: 'a' },
      { do: 'open', at: 0, name: 'a', how: Open.READ, slot: 1 },
      { do: 'removeDirectory', at: 0, name: 'a' },
      { do: 'createDirectory', at: 1, name: long },
      { do: 'stat', at: 1, name: long },
      { do: 'descend', at: 1, path: long },
      { do: 'open', at: 0, name: 'b', how: Open.WRITE | Open.CREATE, slot: 0 },
      { do: 'rename', at: 0, name: 'b', to: 1, newName: long },
      { do: 'link', at: 0, name: 'b', to: 1, newName: long },
      { do: 'symlink', at: 1, name: long, target: 'x' },
      { do: 'open', at: 1, name: long, how: Open.WRITE | Open.CREATE, slot: 0 },
    ]);
  });

  it('a write without buffers to a file that is open for reading is EBADF, a read of one that is open for writing is not', () => {
    compare([
      { do: 'open', at: 0, name: 'a', how: Open.CREATE, slot: 0 },
      { do: 'write', file: 0, offset: 0, lengths: [] },
      { do: 'open', at: 0, name: 'a', how: Open.WRITE, slot: 0 },
      { do: 'read', file: 0, offset: 0, lengths: [] },
    ]);
  });

  it('any operations have the same results, errnos, listings and contents', () => {
    const runs = Number(process.env.DIFFERENTIAL_RUNS ?? 150);
    fc.assert(fc.property(fc.array(operation, { minLength: 1, maxLength: 60, size: 'max' }), compare), {
      numRuns: runs,
    });
  }).timeout(600_000);
});
