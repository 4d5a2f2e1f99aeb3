import { readdirSync, readlinkSync } from 'node:fs';

/**
 * What this process has open below a directory, as `/proc` tells; nothing where it does not. All descriptors of the process would not do: the engine,
 * the loader of modules and other tests open and close theirs at any time.
 */
export function descriptorsBelow(path: string): string[] {
  const found: string[] = [];
  for (const fd of listing()) {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      if (target === path || target.startsWith(`${path}/`)) found.push(target);
    } catch {
      // It has been closed meanwhile, such as the one that the listing was made with.
    }
  }
  return found;
}

function listing(): string[] {
  try {
    return readdirSync('/proc/self/fd');
  } catch {
    return [];
  }
}
