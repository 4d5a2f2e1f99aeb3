import {
  type Directory,
  Errno,
  errnoName,
  errnoText,
  type MetLink,
  type NameRule,
  nameRules,
  type PathWalk,
  walkRules,
} from '../../../domain/index.js';
import type { PathRefusal } from '../events/refusal.js';
import { clause, quoted } from './wording.js';

/** The rule by which a directory does not use a name. @param errno only with EINVAL it can be that */
export function nameRuleOf(errno: number, directory: Directory, name: string): NameRule | undefined {
  return errno === Errno.EINVAL ? directory.naming?.refusal(name) : undefined;
}

/**
 * Looks at a walk.
 * @returns undefined if it came through
 */
export function findPath(
  errno: number,
  param: string,
  ofTwo: boolean,
  from: string | undefined,
  walk: PathWalk,
): PathRefusal | undefined {
  const { rule, path = '', refusedAt: component = '', linksMet: links } = walk;
  if (rule === undefined) return undefined;
  const refusal: PathRefusal = { kind: 'path', errno, param, ofTwo, path, from, component, rule, links };
  if (rule !== 'host') return refusal;
  const nameRule = nameRuleOf(errno, walk.directory, component.slice(component.lastIndexOf('/') + 1));
  return nameRule === undefined ? refusal : { ...refusal, nameRule };
}

/** The links on the way, for the end of a sentence: ` (via "a" -> "b")`. Many are cut in the middle. */
export function linksText(links: readonly MetLink[]): string {
  if (links.length === 0) return '';
  const texts = [...new Set(links.map(({ at, target }) => `${quoted(at)} -> ${quoted(target)}`))];
  const shown = texts.length <= 4 ? texts : [...texts.slice(0, 2), '...', texts.at(-1) as string];
  return ` (via ${shown.join(', ')})`;
}

function reason({ rule, errno, nameRule }: PathRefusal): string {
  if (nameRule !== undefined) return clause(nameRules[nameRule]);
  if (rule !== 'host') return clause(walkRules[rule]);
  if (errno === Errno.ENOENT) return 'there is no such directory';
  if (errno === Errno.EACCES) return "the host's permissions do not let the program through (EACCES)";
  return `the host refused it with ${errnoName(errno)}: ${clause(errnoText(errno))}`;
}

export function pathText(refusal: PathRefusal): string {
  const { param, ofTwo, component, links } = refusal;
  return `${ofTwo ? `${param}, ` : ''}refused at ${quoted(component)}: ${reason(refusal)}${linksText(links)}`;
}
