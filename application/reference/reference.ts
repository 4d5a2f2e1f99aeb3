import { families } from '../../domain/index.js';
import { errnosPage } from './errno-pages.js';
import { familyPage, indexPage } from './hostcall-pages.js';
import type { Page } from './page.js';
import { rightsPage } from './rights-pages.js';
import { typesPage } from './type-pages.js';
import { unstablePage } from './unstable-pages.js';

/**
 * The reference of WASI preview1.
 * @returns each page under the name that links use; `index` comes first
 */
export function reference(): ReadonlyMap<string, Page> {
  return new Map([
    ['index', indexPage()],
    ...families.map(family => [family, familyPage(family)] as const),
    ['errno', errnosPage()],
    ['rights', rightsPage()],
    ['types', typesPage()],
    ['unstable', unstablePage()],
  ]);
}
