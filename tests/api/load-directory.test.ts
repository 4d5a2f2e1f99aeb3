import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadDirectory } from '../../api/node.js';
import { LINUX, needing } from '../needs.js';

// Elsewhere directories are reached by path, and such a race can be lost.
needing(LINUX).describe('loadDirectory', () => {
  it('loads nothing from outside while another process exchanges a directory for a link', async () => {
    const base = mkdtempSync(join(tmpdir(), 'hostcall-load-'));
    for (const [directory, text] of [
      ['inside/swapped', 'inside'],
      ['outside', 'outside'],
    ] as const) {
      mkdirSync(join(base, directory, 'deep'), { recursive: true });
      for (const name of ['file', 'deep/file']) writeFileSync(join(base, directory, name), text);
    }
    const swapped = join(base, 'inside/swapped');
    const swapper = fork(new URL('../adapters/node/swapper.js', import.meta.url), [swapped, '../outside']);
    const met = { directory: 0, symlink: 0 };
    const texts = new Set<string>();
    try {
      await once(swapper, 'message');
      const latest = performance.now() + 20_000;
      while (Math.min(met.directory, met.symlink) < 300 && performance.now() < latest) {
        const tree = loadDirectory(join(base, 'inside'), { onUnreadable: () => {} });
        const kind = tree.get('swapped')?.kind;
        if (kind === 'directory' || kind === 'symlink') met[kind]++;
        for (const entry of tree.values()) {
          if (entry.kind === 'file') texts.add(Buffer.from(entry.content).toString());
        }
      }
    } finally {
      swapper.kill();
      await once(swapper, 'exit');
    }
    expect([...texts]).to.deep.equal(['inside']);
    rmSync(base, { recursive: true });
  }).timeout(240_000);
});
