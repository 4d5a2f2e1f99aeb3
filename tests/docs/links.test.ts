import { existsSync, readFileSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { expect } from 'chai';
import { pages, root, withoutCode } from './pages.js';

/** The anchors of a page on the web: those of its headings, numbered where several are the same, and those that it makes itself. */
function anchors(text: string): Set<string> {
  const own = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id as string);
  const found = new Set<string>(own);
  for (const [, heading] of withoutCode(text).matchAll(/^#+ +(.*)$/gm)) {
    const anchor = (heading as string)
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    let numbered = anchor;
    for (let i = 1; found.has(numbered); i++) numbered = `${anchor}-${i}`;
    found.add(numbered);
  }
  return found;
}

describe('links in the documentation', () => {
  const all = pages();

  it('are there', () => {
    const links = [...all.values()].flatMap(text => [...withoutCode(text).matchAll(/\]\(([^)]+)\)/g)]);
    expect(links.length).to.be.greaterThan(500);
  });

  for (const [path, text] of all) {
    it(`are valid: ${path}`, () => {
      for (const [, link] of withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(link as string)) continue;
        const [file, anchor] = (link as string).split('#') as [string, string?];
        const target = file === '' ? path : posix.join(posix.dirname(path), file);
        expect(existsSync(root + target), `${link} in ${path}`).to.equal(true);
        if (anchor === undefined) continue;
        expect(statSync(root + target).isFile(), `${link} in ${path} is a page`).to.equal(true);
        expect(anchors(readFileSync(root + target, 'utf8')).has(anchor), `${link} in ${path}`).to.equal(true);
      }
    });
  }
});
