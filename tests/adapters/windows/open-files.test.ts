import type { BigIntStats } from 'node:fs';
import { expect } from 'chai';
import { OpenFiles } from '../../../adapters/windows/open-files.js';

const stats = { dev: 1n, ino: 2n, isDirectory: () => false } as unknown as BigIntStats;

describe('what is open on Windows', () => {
  it('is at its new path after a move, in any case of letters and from any directory', () => {
    for (const [opened, path, newPath, now] of [
      ['C:\\work/Dir/File', 'C:\\work/dir/FILE', 'C:\\work/x', 'C:\\work/x'],
      ['C:\\work/Dir/File', 'C:\\work/DIR', 'C:\\work/x', 'C:\\work/x/File'],
      ['D:\\/dir/file', 'D:\\Dir', 'D:\\x', 'D:\\x/file'],
      ['D:\\dir/file', 'D:\\/Dir', 'D:\\/x', 'D:\\/x/file'],
      ['C:\\work/directory', 'C:\\work/dir', 'C:\\work/x', 'C:\\work/directory'],
      ['C:\\work/dir', 'C:\\work/dir/file', 'C:\\work/x', 'C:\\work/dir'],
    ] as const) {
      const open = new OpenFiles();
      open.add(3, opened, 0, stats);
      open.moved(path, newPath);
      expect(open.get(3)?.path).to.equal(now);
    }
  });
});
