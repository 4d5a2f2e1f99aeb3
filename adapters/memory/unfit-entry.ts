import { type Contents, entriesOf } from '../../application/composition/index.js';
import { type FileTree, type NameRule, type Naming, nameRules } from '../../domain/index.js';

/** An entry that cannot be in a file system by its rules for names. */
export interface UnfitEntry {
  readonly path: string;
  /** Why not, as a clause without a full stop. */
  readonly reason: string;
}

/**
 * Looks for an entry that the rules for names do not allow: by a name of its own, by what it links to, or because another's path differs from its own
 * in case alone.
 * @returns the first of them
 */
export function unfitEntry(contents: Contents | FileTree, naming: Naming): UnfitEntry | undefined {
  /** Paths by their key. */
  const known = new Map<string, string>();
  for (const [path, entry] of entriesOf(contents)) {
    let above = '';
    let key = '';
    for (const name of path.split('/')) {
      const rule = naming.violation(name);
      if (rule !== undefined) return { path, reason: clause(rule) };
      above = above === '' ? name : `${above}/${name}`;
      key = `${key}/${naming.key(name)}`;
      const other = known.get(key) ?? above;
      if (other !== above) return { path: above, reason: `it differs from ${JSON.stringify(other)} in case alone` };
      known.set(key, above);
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
