import { lstatSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Where a path leads: out of the directory it starts from; round and round; or neither. */
export type Verdict = 'outside' | 'loop' | 'inside';

/**
 * Says where a path leads by walking it on the disk as it is now, component by component, much slower than a host may.
 * @param root the directory the path starts from, on the disk
 * @param path not empty
 * @param followLast a link at the end of the path is followed
 */
export function verdictOn(root: string, path: string, followLast: boolean): Verdict {
  if (path.startsWith('/')) return 'outside';
  const todo = path.split('/').filter(name => name !== '');
  const asked = path.endsWith('/');
  const passed: string[] = [];
  let links = 0;
  for (let name = todo.shift(); name !== undefined; name = todo.shift()) {
    if (name === '.') continue;
    if (name === '..') {
      if (passed.length === 0) return 'outside';
      passed.pop();
      continue;
    }
    const here = join(root, ...passed, name);
    const stat = lstatSync(here, { throwIfNoEntry: false });
    if (stat === undefined) return 'inside';
    if (stat.isSymbolicLink()) {
      if (todo.length === 0 && !followLast) return 'inside';
      if (++links > 40) return 'loop';
      const target = readlinkSync(here);
      if (target.startsWith('/')) return 'outside';
      todo.unshift(...target.split('/').filter(part => part !== ''));
    } else if (stat.isDirectory()) {
      passed.push(name);
    } else if (todo.length > 0 || asked) {
      return 'inside';
    }
  }
  return 'inside';
}
