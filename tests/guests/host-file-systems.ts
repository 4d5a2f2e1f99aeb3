import { NodeFileSystem } from '../../adapters/node/index.js';
import { ffiNames, SystemFileSystem, systemCalls } from '../../adapters/system/index.js';
import type { DescentWay } from '../../adapters/system/tree.js';
import type { FileSystem } from '../../domain/index.js';
import { LINUX } from '../needs.js';

/** A file system over the host's own files. */
export interface HostFileSystem {
  /** How it reaches directories. */
  readonly name: string;
  create(): FileSystem;
}

const DESCENTS: readonly DescentWay[] = ['openat2', 'components'];

/** Through the kernel's own calls, by each FFI that this Node has. For the tests koffi is always installed. */
export const systemFileSystems: readonly HostFileSystem[] = ffiNames.flatMap(ffi => {
  const calls = systemCalls(ffi);
  if (typeof calls === 'string') return [];
  return DESCENTS.map(way => ({
    name: `${ffi}, by ${way}`,
    create: () => new SystemFileSystem(calls, way),
  }));
});

/** Through `fs`: through descriptors on Linux, and by path. */
export const nodeFileSystems: readonly (HostFileSystem & { readonly name: 'handles' | 'checks' })[] = (
  ['handles', 'checks'] as const
)
  .filter(reach => reach === 'checks' || LINUX.met)
  .map(reach => ({ name: reach, create: () => new NodeFileSystem({ reach }) }));

/** All of them. */
export const hostFileSystems: readonly HostFileSystem[] = [...nodeFileSystems, ...systemFileSystems];
