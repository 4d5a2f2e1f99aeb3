import {
  DIRECTORY_RIGHTS,
  describe,
  everyHostcall,
  FILE_RIGHTS,
  Right,
  type RightName,
  rights,
  SOCKET_RIGHTS,
  STREAM_RIGHTS,
  WRITING_RIGHTS,
} from '../../domain/index.js';
import { rightTexts } from '../../domain/texts/index.js';
import { linkTo } from './hostcall-pages.js';
import { code, facts, joined, type Page, paragraph, type Text, table } from './page.js';

const resources: readonly (readonly [string, number])[] = [
  ['directory', DIRECTORY_RIGHTS],
  ['file', FILE_RIGHTS],
  ['stream', STREAM_RIGHTS],
  ['socket', SOCKET_RIGHTS],
];

/** The properties of a right beside its text. */
function factsOf(name: RightName): {
  readonly needing: Text | undefined;
  readonly holders: string;
  readonly changes: boolean;
} {
  const calls = everyHostcall.filter(call => describe(call).params.some(param => param.rights?.includes(name)));
  return {
    needing: calls.length === 0 ? undefined : joined(calls.map(linkTo), ', '),
    holders: resources
      .filter(([, all]) => (all & Right[name]) !== 0)
      .map(([resource]) => resource)
      .join(', '),
    changes: (WRITING_RIGHTS & Right[name]) !== 0,
  };
}

/** The page of all rights. */
export function rightsPage(): Page {
  const rows = rights.map((name, bit): Text[] => {
    const { needing, holders, changes } = factsOf(name);
    return [`${bit}`, code(name), rightTexts[name], needing ?? '', holders, changes ? 'yes' : ''];
  });
  return {
    title: 'Rights',
    blocks: [
      paragraph(
        'A descriptor holds two sets of rights: the base rights say what it may be used for, the inheriting rights are the most it can hand down to what is opened through it. Both only ever shrink. In memory a set is a u64 with one bit per right.',
      ),
      table(['#Bit', '#Right', 'With it, a program may', 'Needed by', 'Has a meaning for', 'Changes something'], rows),
      paragraph([
        'A directory that the embedder gives read-only neither holds nor hands down a right that changes something. How the rules work together is explained in ',
        { text: 'rights', page: '../rights' },
        '.',
      ]),
    ],
  };
}

/** All rights, a line each. */
export function rightList(): Page {
  return {
    title: 'Rights, by bit',
    blocks: [
      table(
        ['#Bit', '#Right', 'With it, a program may'],
        rights.map((name, bit) => [`${bit}`, code(name), rightTexts[name]]),
      ),
    ],
  };
}

/** One right. */
export function rightPage(bit: number): Page {
  const name = rights[bit] as RightName;
  const { needing, holders, changes } = factsOf(name);
  return {
    title: `${name}: a right, bit ${bit} (0x${(2 ** bit).toString(16)})`,
    blocks: [
      paragraph(rightTexts[name]),
      facts([
        ['Needed by', needing ?? 'no hostcall in every case; see above'],
        ['Has a meaning for', holders],
        ['Changes something', changes ? 'yes' : 'no'],
      ]),
    ],
  };
}
