import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { errnos, everyHostcall, rights } from '../../../domain/index.js';
import { renderReference } from '../../../tools/codegen/reference.js';

const folder = fileURLToPath(new URL('../../../../docs/reference/', import.meta.url));

describe('the reference', () => {
  const pages = renderReference();

  it('is checked in as the table gives it (npm run codegen)', () => {
    expect(readdirSync(folder).sort()).to.deep.equal([...pages.keys()].sort());
    for (const [path, text] of pages) {
      expect(readFileSync(folder + path, 'utf8') === text, `docs/reference/${path} is up to date`).to.equal(true);
    }
  });

  it('has a section for each hostcall, once', () => {
    const headings = [...pages.values()].join('\n').match(/^## [a-z]+[_-]\w+$/gm) ?? [];
    expect(headings.map(heading => heading.slice(3)).sort()).to.deep.equal([...everyHostcall].sort());
  });

  it('names each errno and each right, once', () => {
    const count = (page: string, name: string) => (pages.get(page) ?? '').split(`| \`${name}\` |`).length - 1;
    for (const { name } of errnos) expect(count('errno.md', name), name).to.equal(1);
    for (const name of rights) expect(count('rights.md', name), name).to.equal(1);
  });

  it('links only to what it has', () => {
    const anchors = (text: string) =>
      [...text.matchAll(/^#+ (.*)$/gm)].map(m =>
        (m[1] as string)
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
    for (const [path, text] of pages) {
      for (const [, target, anchor] of text.matchAll(/\]\(([\w-]*\.md)?(?:#([\w-]+))?\)/g)) {
        const page = pages.get(target ?? path);
        expect(page, `${path}: ${target}`).to.be.a('string');
        if (anchor !== undefined) expect(anchors(page as string), `${path}: ${target}#${anchor}`).to.include(anchor);
      }
    }
  });

  it('shows the bytes of a gathered write as they lie in memory', () => {
    const page = pages.get('fd-io.md') as string;
    const picture = page.slice(page.indexOf('fd_write(4, 0x1000, 2, 0x1200)'));
    expect(picture).to.match(/0x1000 {2}00 11 00 00 +iovs\[0\]\.buf = 0x1100\n/);
    expect(picture).to.match(/0x1100 {2}68 65 6c 6c 6f +"hello"\n/);
    expect(picture).to.match(/0x1200 {2}0d 00 00 00 +nwritten = 13\n/);
  });
});
