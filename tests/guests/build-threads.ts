import { buildC } from './build-c.js';

/** Builds the C guest with threads, `threads.c`: its memory is shared and imported. */
export function buildThreads(): Promise<Uint8Array> {
  return buildC('threads', [
    '-nostdlib',
    '-fno-builtin',
    // Without it, clang takes atomic operations for plain ones.
    '-pthread',
    '-matomics',
    '-mbulk-memory',
    '-Wl,--import-memory,--shared-memory,--max-memory=16777216',
  ]);
}
