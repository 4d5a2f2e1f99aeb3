/** `hostcall explain`: what a name of the ABI means. */

import {
  catalogue,
  errnoInCallPage,
  explanation,
  lookUp,
  overview,
  type Page,
} from '../../../application/reference/index.js';
import { listed, printable } from '../../../application/text/index.js';
import { type ErrnoName, errnoName, errnosOf, nearestNames } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';
import { pageWidth } from '../terminal/layout.js';
import { pageText } from '../terminal/page-text.js';
import { print } from '../terminal/report.js';
import { exitStatusPage } from './exit-statuses.js';

/**
 * Prints what a name means, or without one what there is.
 * @param errno why the hostcall of that name returns it
 * @throws CommandLineError if nothing has that name, or the hostcall does not return the errno
 */
export function explain(name: string | undefined, errno?: string): void {
  const width = pageWidth();
  if (name === undefined) {
    print(pageText(overview(), width).join('\n'));
    return;
  }
  if (errno !== undefined) {
    print(pageText(errnoOfCall(name, errno), width).join('\n'));
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

function errnoOfCall(name: string, given: string): Page {
  const call = lookUp(name).subjects.find(subject => subject.kind === 'hostcall');
  if (call === undefined)
    throw new CommandLineError(`'${printable(name)}' is not a hostcall`, 'name a hostcall, and then an errno');
  const found = lookUp(given).subjects.find(subject => subject.kind === 'errno');
  if (found === undefined)
    throw new CommandLineError(`'${printable(given)}' is not an errno`, 'name one such as ENOTCAPABLE, or its number');
  const errno = errnoName(found.value) as ErrnoName;
  const page = errnoInCallPage(call.name, errno);
  if (page === undefined)
    throw new CommandLineError(
      `${call.name} does not return ${errno}`,
      `it returns ${listed(errnosOf(call.name)) || 'none'}`,
    );
  return page;
}

function unknownName(name: string): CommandLineError {
  const near = nearestNames(
    name,
    catalogue.flatMap(entry => entry.names),
  );
  const remedy = near.length > 0 ? `did you mean ${near.join(' or ')}?` : 'see `hostcall explain` for all names';
  return new CommandLineError(`unknown name '${name}'`, remedy);
}
