import type { Grounds, Links } from './grounds.js';

/** One way to misuse a link: the contents of `a/b`, whose `link` is attacked. */
export interface LinkKind {
  readonly title: string;
  links(grounds: Grounds): Links;
}

const up = '../../..';

/** Targets of a link in `a/b`, which is two below the preopen. */
const targets: readonly string[] = [
  // To the outside.
  `${up}/outside/file`,
  `${up}/outside/file/`,
  `${up}/outside/dir`,
  `${up}/outside/dir/`,
  `${up}/outside/dir/.`,
  `${up}/outside/dir/..`,
  `${up}/outside/dir/inner`,
  `${up}/outside/link`,
  `${up}/outside/none`,
  `${up}/none/none`,
  `${up}/outside`,
  up,
  `${up}/`,
  `${up}/.`,
  `./${up}//outside///file`,
  `sub/../${up}/outside/file`,
  `${'../'.repeat(40)}etc/passwd`,
  `${up}/${up}/${up}/dev/null`,
  // Out, and in again.
  `${up}/inside`,
  `${up}/inside/real.txt`,
  `${up}/inside/a/b/own.txt`,
  // Absolute.
  '/',
  '//',
  '/etc/passwd',
  '/dev/null',
  '/dev/tty',
  '/proc/self/fd/0',
  '/proc/self/cwd',
  '/proc/self/root/etc/passwd',
  '/no/such',
  // Inside.
  '.',
  './',
  '..',
  '../',
  '../..',
  'own.txt',
  'own.txt/',
  'sub',
  'sub/',
  'sub/.',
  '../../real.txt',
  '../../dir',
  '../../dir/',
  '../../dir/none',
  'none',
  'none/',
  `none/${up}/${up}/outside/file`,
  `own.txt/${up}/${up}/outside/file`,
  // Nowhere.
  'link',
  'link/',
  './link/x',
  '../b/link',
];

/** Links that need others. */
const constructions: readonly LinkKind[] = [
  { title: 'absolute, to a file outside', links: ({ base }) => ({ link: `${base}/outside/file` }) },
  { title: 'absolute, to a directory outside', links: ({ base }) => ({ link: `${base}/outside/dir/` }) },
  { title: 'absolute, to nothing', links: ({ base }) => ({ link: `${base}/outside/none` }) },
  { title: 'absolute, to the inside', links: ({ inside }) => ({ link: `${inside}/real.txt` }) },
  chain('to the outside', 3, `${up}/outside/file`),
  chain('to a directory outside', 2, `${up}/outside/dir/`),
  chain('to nothing outside', 2, `${up}/outside/none`),
  chain('to the inside', 3, '../../real.txt'),
  chain('of 40 to the outside', 39, `${up}/outside/file`),
  chain('of 41 to the outside', 40, `${up}/outside/file`),
  chain('of 40 to the inside', 39, 'own.txt'),
  chain('of 41 to the inside', 40, 'own.txt'),
  { title: 'a loop of two', links: () => ({ link: 'other', other: 'link' }) },
  { title: 'a loop of three with slashes', links: () => ({ link: 'x/', x: 'y/', y: 'link/' }) },
  // A count of names would take these for one deeper than they are.
  { title: 'through a link to `.`', links: () => ({ dot: '.', link: `dot/${up}/outside/file` }) },
  { title: 'through links to `.`', links: () => ({ dot: '.', link: `dot/dot/dot/${up}/outside/file` }) },
  { title: 'through a link to `.`, created', links: () => ({ dot: '.', link: `dot/dot/dot/${up}/outside/new` }) },
  { title: 'through a link to `..`', links: () => ({ up: '..', link: 'up/../../outside/file' }) },
  { title: 'through links to `..`', links: () => ({ up: '..', link: 'up/b/up/../../outside/dir' }) },
  { title: 'through a link to `sub/..`', links: () => ({ back: 'sub/..', link: `back/back/${up}/outside/file` }) },
  { title: 'through a link to the preopen', links: () => ({ top: '../..', link: 'top/../outside/file' }) },
  { title: 'through a link to the preopen, inside', links: () => ({ top: '../..', link: 'top/a/b/own.txt' }) },
  { title: 'through a link outside', links: () => ({ out: `${up}/outside/dir`, link: 'out/inner' }) },
  { title: 'through a link outside and back', links: () => ({ out: `${up}/outside`, link: 'out/../inside/real.txt' }) },
  { title: 'through a link with a slash', links: () => ({ out: `${up}/outside/`, link: 'out/file/' }) },
];

function chain(title: string, length: number, end: string): LinkKind {
  const links: Record<string, string> = {};
  for (let i = 0; i < length; i++) links[i === 0 ? 'link' : `c${i}`] = i === length - 1 ? 'end' : `c${i + 1}`;
  return { title: `a chain ${title}`, links: () => ({ ...links, end }) };
}

export const linkKinds: readonly LinkKind[] = [
  ...targets.map(target => ({ title: JSON.stringify(target), links: () => ({ link: target }) })),
  ...constructions,
];

/** Ways to name the link from the directory it is in. */
export const forms: readonly string[] = [
  'link',
  'link/',
  'link/.',
  'link/..',
  'link/file',
  'link/new/',
  './sub/..//link',
];
