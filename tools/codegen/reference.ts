import { reference } from '../../application/reference/index.js';
import { markdown } from './markdown.js';

/** First line of every page. */
const GENERATED =
  '<!-- Generated from domain/preview1 by tools/codegen; `npm run codegen` writes it anew. Do not edit. -->';

/**
 * Renders the reference.
 * @returns the text of each page by its path under `docs/reference/`
 */
export function renderReference(): Map<string, string> {
  return new Map(
    [...reference()].map(([name, page]) => [
      name === 'index' ? 'README.md' : `${name}.md`,
      `${GENERATED}\n\n${markdown(page)}`,
    ]),
  );
}
