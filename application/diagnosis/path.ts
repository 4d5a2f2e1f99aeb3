import {
  type Directory,
  Errno,
  errnoName,
  errnoText,
  type FollowedLink,
  type NameRule,
  nameRules,
  type PathWalk,
  walkRules,
} from '../../domain/index.js';
import type { PathDenial } from '../tracing/index.js';
import { clause, quoted } from './wording.js';

/** The rule by which a directory does not use a name. @param errno only with EINVAL it can be that */
export function nameRuleOf(errno: number, directory: Directory, name: string): NameRule | undefined {
  return errno === Errno.EINVAL ? directory.naming?.violation(name) : undefined;
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
): PathDenial | undefined {
  const { rule, path = '', stoppedAt: component = '', followedLinks: links } = walk;
  if (rule === undefined) return undefined;
  const denial: PathDenial = { kind: 'path', errno, param, ofTwo, path, from, component, rule, links };
  if (rule !== 'host') return denial;
  const nameRule = nameRuleOf(errno, walk.directory, component.slice(component.lastIndexOf('/') + 1));
  return nameRule === undefined ? denial : { ...denial, nameRule };
}

/** The links on the way, for the end of a sentence: ` (via "a" -> "b")`. Many are cut in the middle. */
export function linksText(links: readonly FollowedLink[]): string {
  if (links.length === 0) return '';
  const texts = [...new Set(links.map(({ at, target }) => `${quoted(at)} -> ${quoted(target)}`))];
  const shown = texts.length <= 4 ? texts : [...texts.slice(0, 2), '...', texts.at(-1) as string];
  return ` (via ${shown.join(', ')})`;
}

function reason({ rule, errno, nameRule }: PathDenial): string {
  if (nameRule !== undefined) return clause(nameRules[nameRule]);
  if (rule !== 'host') return clause(walkRules[rule]);
  if (errno === Errno.ENOENT) return 'there is no such directory';
  if (errno === Errno.EACCES) return "the host's permissions do not let the program through (EACCES)";
  return `the host refused it with ${errnoName(errno)}: ${clause(errnoText(errno))}`;
}

export function pathText(denial: PathDenial): string {
  const { param, ofTwo, component, links } = denial;
  return `${ofTwo ? `${param}, ` : ''}refused at ${quoted(component)}: ${reason(denial)}${linksText(links)}`;
}
