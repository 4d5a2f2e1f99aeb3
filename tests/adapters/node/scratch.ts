import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileSystemOptions, NodeFileSystem } from '../../../adapters/node/index.js';
import { openFile } from '../../../application/contract/index.js';
import { type Directory, type FileSystem, Open } from '../../../domain/index.js';
import { descriptorsBelow } from '../../guests/host-descriptors.js';

/** A directory of the host's, opened, with another beside it that the guest must never see. */
export interface Scratch {
  /** Host path of the opened directory. */
  readonly inside: string;
  /** Host path of the directory beside it. */
  readonly outside: string;
  readonly root: Directory;
  dispose(): void;
}

/** Makes one. */
export function openScratch(options?: FileSystemOptions): Scratch {
  return openScratchOn(new NodeFileSystem(options));
}

/** Makes one that a file system opens. */
export function openScratchOn(fileSystem: FileSystem): Scratch {
  const base = mkdtempSync(join(tmpdir(), 'hostcall-node-'));
  const inside = join(base, 'inside');
  const outside = join(base, 'outside');
  mkdirSync(inside);
  mkdirSync(outside);
  const root = fileSystem.openPreopen(inside);
  if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
  return {
    inside,
    outside,
    root,
    dispose: () => {
      root.close();
      rmSync(base, { recursive: true, force: true });
    },
  };
}

/** Makes pipes with names. */
export function makePipe(...paths: readonly string[]): void {
  execFileSync('mkfifo', paths);
}

/** What this process's descriptors lead to in temporary directories. */
export function descriptors(): string[] {
  return descriptorsBelow(tmpdir());
}

/** The ways to set the times of `file`. @param root gives the directory that it is in */
export function waysToSetTimes(
  root: () => Directory,
): readonly (readonly [string, (accessed?: bigint, modified?: bigint) => number])[] {
  return [
    ['by name', (accessed, modified) => root().setTimes('file', accessed, modified)],
    [
      'on an open file',
      (accessed, modified) => {
        const file = openFile(root(), 'file', Open.READ);
        const errno = file.setTimes(accessed, modified);
        file.close();
        return errno;
      },
    ],
  ];
}
