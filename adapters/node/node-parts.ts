import type { FileSystem, Stdio } from '../../domain/index.js';
import { NodeFileSystem } from './file-system.js';
import { NodeStdio } from './stdio.js';

/** What another platform has in place of what rests on Node's own primitives. */
export interface NodeParts {
  readonly fileSystem?: () => FileSystem;
  readonly stdio?: () => Stdio;
}

/** The parts, with Node's own for what is not given. */
export function completed({ fileSystem, stdio }: NodeParts): Required<NodeParts> {
  return { fileSystem: fileSystem ?? (() => new NodeFileSystem()), stdio: stdio ?? (() => new NodeStdio()) };
}
