import type { Directory, File } from '../../domain/index.js';

/** The operations on a directory, and on everything opened through it. */
export interface DirectoryCounts {
  opened: number;
  closed: number;
  listed: number;
}

/**
 * Looks on while a guest uses a directory.
 * @param directory its owner is still who opened it
 */
export function watchDirectory<Handle extends Directory | File>(directory: Handle, counts: DirectoryCounts): Handle {
  return new Proxy(directory, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = Reflect.apply(value, target, args);
        if (key === 'close') counts.closed++;
        if (key === 'list') counts.listed++;
        if (key !== 'open' || typeof result === 'number') return result;
        counts.opened++;
        return watchDirectory(result as Directory | File, counts);
      };
    },
  });
}
