import { type Contents, entriesOf } from '../../application/composition/index.js';
import { type FileTree, type NameRule, type Naming, nameRules } from '../../domain/index.js';

/** An entry that cannot be in a file system by its rules for names. */
export interface UnfitEntry {
  readonly path: string;
  /** Why not, as a clause without a full stop. */
  readonly reason: string;
}

/** A name that has been seen, and those below it by their keys. */
interface SeenName {
  readonly name: string;
  readonly below: Map<string, SeenName>;
}

/**
 * Looks for an entry that the rules for names do not allow: by a name of its own, by its link's target, or because another's path differs from its own
 * in case alone. Takes a time in proportion to the length of all paths.
 * @returns the first of them
 */
export function unfitEntry(contents: Contents | FileTree, naming: Naming): UnfitEntry | undefined {
  const root: SeenName = { name: '', below: new Map() };
  for (const [path, entry] of entriesOf(contents)) {
    let directory = root;
    let end = -1;
    for (const name of path.split('/')) {
      const rule = naming.violation(name);
      if (rule !== undefined) return { path, reason: clause(rule) };
      const start = end + 1;
      end = start + name.length;
      const key = naming.key(name);
      let seen = directory.below.get(key);
      if (seen === undefined) {
        seen = { name, below: new Map() };
        directory.below.set(key, seen);
      } else if (seen.name !== name) {
        const other = path.slice(0, start) + seen.name;
        return { path: path.slice(0, end), reason: `it differs from ${JSON.stringify(other)} in case alone` };
      }
      directory = seen;
    }
    if (entry.kind !== 'symlink') continue;
    for (const name of entry.target.split('/')) {
      const rule = naming.violation(name);
      if (rule !== undefined)
        return { path, reason: `it is a link to ${JSON.stringify(entry.target)}: ${clause(rule)}` };
    }
  }
  return undefined;
}

/** The sentence of a rule, as part of another. */
function clause(rule: NameRule): string {
  const sentence = nameRules[rule];
  return sentence.charAt(0).toLowerCase() + sentence.slice(1, -1);
}
