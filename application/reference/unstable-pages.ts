import {
  describe,
  enumerations,
  everyHostcall,
  layouts,
  notInUnstable,
  type ParamKind,
  PREVIEW1,
  type ResultKind,
  structOf,
  UNSTABLE,
  unstableLayouts,
  whenceFromUnstable,
} from '../../domain/index.js';
import { linkTo } from './hostcall-pages.js';
import { code, heading, joined, type Page, paragraph, type Text, table } from './page.js';
import { layoutTable } from './type-pages.js';

function users(struct: keyof typeof unstableLayouts): Text {
  return callsWith(kind => structOf(kind) === struct);
}

function callsWith(wanted: (kind: ParamKind | ResultKind) => boolean): Text {
  const names = everyHostcall.filter(name => {
    const { params, results } = describe(name);
    return [...params, ...results].some(({ kind }) => wanted(kind));
  });
  return joined(names.map(linkTo), ', ');
}

/** The page of the older module, as its differences. */
export function unstablePage(): Page {
  const structs = Object.entries(unstableLayouts).flatMap(([name, layout]) => {
    const key = name as keyof typeof unstableLayouts;
    return [
      heading(2, `${name}: ${layout.size} bytes instead of ${layouts[key].size}`),
      paragraph(
        joined(
          [
            'Concerns ',
            users(key),
            `. The layout in ${PREVIEW1} is in `,
            { text: 'types', page: 'types', anchor: name },
            '.',
          ],
          '',
        ),
      ),
      layoutTable(key, layout, 'types'),
    ];
  });
  const whence = whenceFromUnstable.map((today, value) => {
    const name = enumerations.whence[today] ?? '';
    return [`${value}`, code(name), `${today}`];
  });
  return {
    title: UNSTABLE,
    blocks: [
      paragraph(
        `Programs that were built before 2020 import ${code(UNSTABLE)}, the first version of the interface, instead of ${code(PREVIEW1)}. Its hostcalls have the same names and signatures. A host that takes one for the other works until a program seeks, or asks for the size of a file. This page lists all that differs.`,
      ),
      heading(2, 'whence: another order'),
      paragraph(joined(['Concerns ', callsWith(kind => kind === 'whence'), '.'], '')),
      table([`#Value in ${UNSTABLE}`, '#Name', `#Value in ${PREVIEW1}`], whence),
      ...structs,
      heading(2, 'Not there yet'),
      paragraph(notInUnstable.map(code).join(', ')),
    ],
  };
}
