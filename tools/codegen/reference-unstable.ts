import {
  describe,
  enumerations,
  hostcallNames,
  layouts,
  notInUnstable,
  PREVIEW1,
  UNSTABLE,
  unstableLayouts,
  whenceFromUnstable,
} from '../../domain/index.js';
import { linkTo } from './reference-hostcall.js';
import { code, page, table } from './reference-markdown.js';
import { layoutTable } from './reference-types.js';

const KIND_OF_STRUCT = { filestat: 'filestat', subscription: 'subscriptions' } as const;

function users(struct: keyof typeof unstableLayouts): string {
  const kind: string = KIND_OF_STRUCT[struct];
  return hostcallNames
    .filter(name => [...describe(name).params, ...describe(name).results].some(item => item.kind === kind))
    .map(linkTo)
    .join(', ');
}

/** The page of the older module, as its differences. */
export function renderUnstable(): string {
  const structs = Object.entries(unstableLayouts).flatMap(([name, layout]) => {
    const key = name as keyof typeof unstableLayouts;
    return [
      `## ${name}: ${layout.size} bytes instead of ${layouts[key].size}`,
      `Concerns ${users(key)}. The layout of today is in [types](types.md#${name}).`,
      layoutTable(layout, 'types.md'),
    ];
  });
  const whence = whenceFromUnstable.map((today, value) => {
    const name = enumerations.whence.values[today] ?? '';
    return [`${value}`, code(name), `${today}`];
  });
  return page(`${UNSTABLE}`, [
    `Programs that were built before 2020 import ${code(UNSTABLE)}, the first version of the interface, instead of ${code(PREVIEW1)}. Its hostcalls have the same names and signatures. A host that takes one for the other works until a program seeks, or asks for a file’s size: what differs is listed here, and is all that differs.`,
    '## whence: another order',
    `Concerns ${hostcallNames
      .filter(name => describe(name).params.some(p => p.kind === 'whence'))
      .map(linkTo)
      .join(', ')}.`,
    table([`Value in ${UNSTABLE}`, 'Name', `Value in ${PREVIEW1}`], whence),
    ...structs,
    '## Not there yet',
    notInUnstable.map(code).join(', '),
  ]);
}
