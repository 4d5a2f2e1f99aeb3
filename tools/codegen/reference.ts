import { type Family, families } from '../../domain/index.js';
import { renderErrnos } from './reference-errno.js';
import { renderFamily, renderIndex } from './reference-hostcall.js';
import { renderRights } from './reference-rights.js';
import { renderTypes } from './reference-types.js';
import { renderUnstable } from './reference-unstable.js';

/**
 * Renders the reference.
 * @returns the text of each page by its path under `docs/reference/`
 */
export function renderReference(): Map<string, string> {
  const pages = new Map<string, string>();
  pages.set('README.md', renderIndex());
  for (const family of Object.keys(families)) pages.set(`${family}.md`, renderFamily(family as Family));
  pages.set('errno.md', renderErrnos());
  pages.set('rights.md', renderRights());
  pages.set('types.md', renderTypes());
  pages.set('unstable.md', renderUnstable());
  return pages;
}
