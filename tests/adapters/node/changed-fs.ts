import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

/** Does something while functions of `node:fs` do something else, for every module that has imported them. */
export function withFs<T>(instead: Partial<Record<keyof typeof fs, unknown>>, act: () => T): T {
  const own = Object.fromEntries(Object.keys(instead).map(name => [name, fs[name as keyof typeof fs]]));
  Object.assign(fs, instead);
  syncBuiltinESMExports();
  try {
    return act();
  } finally {
    Object.assign(fs, own);
    syncBuiltinESMExports();
  }
}
