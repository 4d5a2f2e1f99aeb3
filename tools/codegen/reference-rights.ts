import {
  DIRECTORY_RIGHTS,
  describe,
  FILE_RIGHTS,
  type HostcallName,
  hostcallNames,
  Right,
  type RightName,
  rights,
  SOCKET_RIGHTS,
  STREAM_RIGHTS,
  WRITING_RIGHTS,
} from '../../domain/index.js';
import { linkTo } from './reference-hostcall.js';
import { code, page, table } from './reference-markdown.js';

const kinds: readonly (readonly [string, number])[] = [
  ['directory', DIRECTORY_RIGHTS],
  ['file', FILE_RIGHTS],
  ['stream', STREAM_RIGHTS],
  ['socket', SOCKET_RIGHTS],
];

function needing(right: RightName): HostcallName[] {
  return hostcallNames.filter(name => describe(name).params.some(p => p.rights?.includes(right)));
}

/** The page of rights. */
export function renderRights(): string {
  const rows = rights.map(({ name, text }, bit) => {
    const mask = Right[name as RightName];
    const holders = kinds.filter(([, all]) => (all & mask) !== 0).map(([kind]) => kind);
    return [
      `${bit}`,
      code(name),
      text,
      needing(name as RightName)
        .map(linkTo)
        .join(', '),
      holders.join(', '),
      (WRITING_RIGHTS & mask) !== 0 ? 'yes' : '',
    ];
  });
  return page('Rights', [
    'A descriptor holds two sets of rights: the base rights say what it may be used for, the inheriting rights are the most it can hand down to what is opened through it. Both only ever shrink. In memory a set is a u64 with one bit a right.',
    table(['Bit', 'Right', 'With it, a program may', 'Needed by', 'Means something on', 'Changes things'], rows),
    'A right that changes things is neither held nor handed down by a directory that the embedder gives read-only. How the rules work together is told in [rights](../rights.md).',
  ]);
}
