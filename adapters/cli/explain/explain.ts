/** `hostcall explain`: what a name of the ABI means. */

import { catalogue, explanation, lookUp, overview } from '../../../application/reference/index.js';
import { nearestNames } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { pageWidth } from '../terminal/layout.js';
import { pageText } from '../terminal/page-text.js';
import { print } from '../terminal/report.js';
import { exitStatusPage } from './exit-statuses.js';

/**
 * Prints what a name means, or without one what there is.
 * @throws CommandLineError if nothing has that name
 */
export function explain(name: string | undefined): void {
  const width = pageWidth();
  if (name === undefined) {
    print(pageText(overview(), width).join('\n'));
    return;
  }
  const { subjects, alike } = lookUp(name);
  const status = exitStatusPage(name);
  const found = [...subjects.map(explanation), ...(status === undefined ? [] : [status])];
  if (found.length === 0) throw unknownName(name);
  const pages = found.map(page => pageText(page, width).join('\n'));
  if (alike.length > 0) pages.push(`See also: ${alike.map(other => `\`hostcall explain ${other}\``).join(', ')}`);
  print(pages.join('\n\n'));
}

function unknownName(name: string): CommandLineError {
  const near = nearestNames(
    name,
    catalogue.flatMap(entry => entry.names),
  );
  const remedy = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `hostcall explain` for all names';
  return new CommandLineError(`unknown name '${name}'`, remedy);
}
