import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FileSystemOptions, NodeFileSystem } from '../../../adapters/node/index.js';
import type { Directory, FileSystem } from '../../../domain/index.js';
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

/** Makes a pipe with a name. */
export function makePipe(path: string): void {
  execFileSync('mkfifo', [path]);
}

/** What this process's descriptors lead to in temporary directories. */
export function descriptors(): string[] {
  return descriptorsBelow(tmpdir());
}
