import {
  type Directory,
  Errno,
  type ErrnoName,
  errnoName,
  errnoText,
  type FollowedLink,
  type NameRule,
  nameRules,
  Oflag,
  opensByPath,
  type PathWalk,
  Right,
  rightNames,
  walkedPaths,
  walkRules,
} from '../../domain/index.js';
import { causeOf } from '../../domain/texts/index.js';
import { clause, listed, quoted } from '../text/index.js';
import {
  type ArrivedPath,
  type CallRecord,
  decodeParam,
  type Finding,
  type OperationDenial,
  type ParamShape,
  type PathDenial,
} from '../tracing/index.js';

/** The naming rule of a directory that a name violates. @param errno only EINVAL can come from such a rule */
export function nameRuleOf(errno: number, directory: Directory, name: string): NameRule | undefined {
  return errno === Errno.EINVAL ? directory.naming?.violation(name) : undefined;
}

/**
 * Checks whether a walk stopped.
 * @returns undefined if it succeeded
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

function walkReason({ rule, errno, nameRule }: PathDenial): string {
  if (nameRule !== undefined) return clause(nameRules[nameRule]);
  if (rule !== 'host') return clause(walkRules[rule]);
  if (errno === Errno.ENOENT) return 'there is no such directory';
  if (errno === Errno.EACCES) return "the host's permissions do not let the program through (EACCES)";
  return `the host refused it with ${errnoName(errno)}: ${clause(errnoText(errno))}`;
}

export function pathText(denial: PathDenial): string {
  const { param, ofTwo, component, links } = denial;
  return `${ofTwo ? `${param}, ` : ''}refused at ${quoted(component)}: ${walkReason(denial)}${linksText(links)}`;
}

/** A path with the walk along it, which succeeded. */
export interface FinishedWalk {
  readonly param: string;
  readonly walk: PathWalk;
}

const findings: Partial<Record<ErrnoName, Finding>> = {
  ENOENT: 'missing',
  EEXIST: 'exists',
  ELOOP: 'link',
  ENOTDIR: 'not-a-directory',
  EISDIR: 'a-directory',
  ENOTEMPTY: 'not-empty',
};

/** The errnos that concern only the old path, and only the new path, of a call with two. Others can concern either. */
const aboutOld: readonly number[] = [Errno.ENOENT, Errno.EMLINK, Errno.EPERM];
const aboutNew: readonly number[] = [Errno.EEXIST, Errno.EISDIR, Errno.ENOTEMPTY, Errno.ENOSPC, Errno.EDQUOT];

/** @param walks in the order of the call's paths */
export function operationDenial(call: CallRecord, walks: readonly FinishedWalk[], readOnly: boolean): OperationDenial {
  const { errno, name, shape } = call;
  // A call with a buffer for a name reads a link.
  const reads = shape.params.some(({ content }) => content === 'name');
  const finding =
    reads && errno === Errno.EINVAL ? 'not-a-link' : (findings[errnoName(errno) as ErrnoName] ?? 'refused');
  const denial: OperationDenial = {
    kind: 'operation',
    errno,
    name,
    at: concerned(walks, errno).map(finished => arrived(finished, errno)),
    finding,
    because: because(call, finding, walks),
  };
  return readOnly && errno === Errno.EROFS ? { ...denial, readOnly: true } : denial;
}

function arrived({ param, walk }: FinishedWalk, errno: number): ArrivedPath {
  const place = { param, path: walk.path ?? '', component: walk.arrivedAt, links: walk.followedLinks };
  const nameRule = nameRuleOf(errno, walk.directory, walk.name);
  return nameRule === undefined ? place : { ...place, nameRule };
}

function concerned(walks: readonly FinishedWalk[], errno: number): readonly FinishedWalk[] {
  if (walks.length < 2) return walks;
  if (aboutOld.includes(errno)) return walks.slice(0, 1);
  return aboutNew.includes(errno) ? walks.slice(1) : walks;
}

const WRITING = Right.FD_WRITE | Right.FD_ALLOCATE | Right.FD_FILESTAT_SET_SIZE;

function because(call: CallRecord, finding: Finding, walks: readonly FinishedWalk[]): string[] {
  const found: string[] = [];
  const slash = walks.some(({ walk }) => walk.mustBeDirectory && walk.name !== '.');
  if (!opensByPath(call.name)) return finding === 'not-a-directory' && slash ? ['/'] : found;
  const argument = (name: string) => decodeParam(call, call.shape.params.find(p => p.name === name) as ParamShape);
  const oflags = argument('oflags') as number;
  if (finding === 'not-a-directory') {
    if ((oflags & Oflag.DIRECTORY) !== 0) found.push('DIRECTORY');
    if (slash) found.push('/');
  } else if (finding === 'a-directory' && slash && (oflags & Oflag.CREAT) !== 0) {
    found.push('CREAT', '/');
  } else if (finding === 'a-directory') {
    found.push(...rightNames(Number(BigInt.asUintN(32, argument('fs_rights_base') as bigint)) & WRITING));
    if ((oflags & Oflag.TRUNC) !== 0) found.push('TRUNC');
    if ((oflags & Oflag.CREAT) !== 0) found.push('CREAT');
  } else if (finding === 'exists') {
    found.push('CREAT', 'EXCL');
  }
  return found;
}

function becauseText(because: readonly string[], without: string): string {
  if (because.length === 0) return without;
  const names = listed(because.map(each => (each === '/' ? 'the slash at the end' : each)));
  return `, and ${names} ${because.length === 1 ? 'asks' : 'ask'}`;
}

function operationReason({ name, errno, finding, because, readOnly }: OperationDenial): string {
  switch (finding) {
    case 'missing':
      return 'there is nothing of that name';
    case 'exists':
      return `something has that name already${because.length > 0 ? ', and CREAT with EXCL asks for a new file' : ''}`;
    case 'link':
      return 'it is a symbolic link, and SYMLINK_FOLLOW is not set';
    case 'not-a-directory':
      return `it is not a directory${becauseText(because, ', and has to be one')}${because.length > 0 ? ' for one' : ''}`;
    case 'a-directory':
      if (because.includes('/')) return 'the slash at the end makes it a directory, and CREAT creates only files';
      return `it is a directory${becauseText(because, '')}${because.length > 0 ? ' for a file to write to' : ''}`;
    case 'not-empty':
      return 'it is a directory that has entries';
    case 'not-a-link':
      return 'it is not a symbolic link';
    case 'refused': {
      if (readOnly) return 'the program was given a view of the directory through which nothing can be changed (EROFS)';
      return `${errnoName(errno)}: ${clause(causeOf(name, errnoName(errno) as ErrnoName))}`;
    }
  }
}

export function operationText(denial: OperationDenial): string {
  const { name, at } = denial;
  const two = walkedPaths(name) > 1;
  const misnamed = at.find(({ nameRule }) => nameRule !== undefined);
  if (misnamed?.nameRule !== undefined)
    return `${two ? `${misnamed.param}, ` : ''}refused at ${quoted(misnamed.component)}: ${clause(nameRules[misnamed.nameRule])}`;
  const where = at.map(({ param, component }) => `${two ? `${param} ` : ''}${quoted(component)}`);
  const links = at.flatMap(each => each.links);
  return `refused at ${listed(where, 'or')}: ${operationReason(denial)}${linksText(links)}`;
}
