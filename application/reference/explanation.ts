import {
  describe,
  enumerations,
  errnos,
  everyHostcall,
  families,
  flagSets,
  hostcallClasses,
  layouts,
  PREVIEW1,
  rights,
  UNSTABLE,
} from '../../domain/index.js';
import { familyTexts } from '../../domain/texts/index.js';
import type { Subject } from './catalogue.js';
import { errnoList, errnoPage } from './errno-pages.js';
import { hostcallPage, hostcallTable } from './hostcall-pages.js';
import { code, type Page, paragraph, table } from './page.js';
import { posixPage } from './posix-pages.js';
import { rightList, rightPage } from './rights-pages.js';
import {
  enumerationList,
  enumerationPage,
  flagList,
  flagPage,
  flagsPage,
  structList,
  structPage,
  valuePage,
} from './type-pages.js';
import { unstablePage } from './unstable-pages.js';

/** The page about a subject. */
export function explanation(subject: Subject): Page {
  switch (subject.kind) {
    case 'hostcall':
      return hostcallPage(subject.name);
    case 'errno':
      return errnoPage(subject.value);
    case 'right':
      return rightPage(subject.bit);
    case 'flag':
      return flagPage(subject.set, subject.bit);
    case 'value':
      return valuePage(subject.of, subject.value);
    case 'flags':
      return flagsPage(subject.name);
    case 'enumeration':
      return enumerationPage(subject.name);
    case 'struct':
      return structPage(subject.name);
    case 'family':
      return {
        title: `${subject.name}: a family of hostcalls`,
        blocks: [paragraph(familyTexts[subject.name]), hostcallTable(name => describe(name).family === subject.name)],
      };
    case 'class':
      return {
        title: `%${subject.name}: a class of hostcalls that a trace can be filtered by`,
        blocks: [hostcallTable(name => describe(name).classes.includes(subject.name))],
      };
    case 'module':
      return subject.name === PREVIEW1
        ? { title: `${PREVIEW1}: the module from which hostcalls are imported`, blocks: [hostcallTable()] }
        : unstablePage();
    case 'posix':
      return posixPage(subject.name, subject.functions);
    case 'list':
      return listOf(subject.of);
  }
}

function listOf(of: Extract<Subject, { kind: 'list' }>['of']): Page {
  switch (of) {
    case 'hostcalls':
      return { title: 'Hostcalls', blocks: [hostcallTable()] };
    case 'errnos':
      return errnoList();
    case 'rights':
      return rightList();
    case 'flags':
      return flagList();
    case 'enumerations':
      return enumerationList();
    case 'structs':
      return structList();
  }
}

/** A subject to explain. */
export function overview(): Page {
  const names = (family: string) => everyHostcall.filter(name => describe(name).family === family).join(' ');
  const example = (name: string) => code(`hostcall explain ${name}`);
  return {
    title: 'Hostcalls, by family',
    blocks: [
      table(
        ['#', ''],
        families.map(family => [family, names(family)]),
      ),
      paragraph('And:'),
      table(
        ['#', ''],
        [
          ['errnos', `${errnos.length} error numbers, by name or number: ${example('ENOENT')}, ${example('44')}`],
          ['rights', `${rights.length} rights: ${example('FD_READ')}`],
          ['flags', `${Object.keys(flagSets).join(' ')}, and each of their names: ${example('O_CREAT')}`],
          ['enumerations', `${Object.keys(enumerations).join(' ')}, and each of their values: ${example('SEEK_CUR')}`],
          ['structs', Object.keys(layouts).join(' ')],
          ['classes', hostcallClasses.map(name => `%${name}`).join(' ')],
          ['modules', `${PREVIEW1} ${UNSTABLE}`],
          ['functions', `of POSIX and C, and what becomes of them: ${example('openat')}, ${example('fork')}`],
          ['exit statuses', `of programs and of hostcall: ${example('71')}, ${example('134')}`],
        ],
      ),
    ],
  };
}
