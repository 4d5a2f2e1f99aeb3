import { hostcallText, type PosixFunctions } from '../../domain/texts/index.js';
import { linkTo } from './hostcall-pages.js';
import { type Page, paragraph, table } from './page.js';

/**
 * A function of POSIX: what becomes of it.
 * @param name as it was asked for
 */
export function posixPage(name: string, { calls, text }: PosixFunctions): Page {
  return {
    title: `${name}: a function of POSIX or C`,
    blocks:
      calls.length === 0
        ? [paragraph(`It makes no hostcall. ${text}`)]
        : [
            table(
              ['#Hostcall', 'What it does'],
              calls.map(call => [linkTo(call), hostcallText(call).text]),
            ),
            paragraph(text),
          ],
  };
}
