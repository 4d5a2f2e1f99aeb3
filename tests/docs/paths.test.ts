import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { pages, root } from './pages.js';

/** The folders that a path of the repository can begin with. */
const TOP = ['.ci', 'adapters', 'api', 'application', 'docs', 'domain', 'examples', 'tests', 'tools'];

const PATH = new RegExp(`^(?:${TOP.join('|').replaceAll('.', '\\.')})/[^\\s*<>]*$`);

/** The paths of the repository that a page names in code spans. */
function pathsIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span as string).filter(span => PATH.test(span));
}

const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
  exports: Record<string, { types: string } | string>;
};
const architecture = readFileSync(`${root}docs/architecture.md`, 'utf8');
const folders = (path: string) =>
  readdirSync(root + path, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => `${path}${name}/`);

describe('paths in the documentation', () => {
  for (const [page, text] of pages()) {
    it(`exist: ${page}`, () => {
      for (const path of pathsIn(text)) expect(existsSync(root + path), `${path} in ${page}`).to.equal(true);
    });
  }

  it('are found by the search', () => {
    expect(pathsIn(architecture).length).to.be.greaterThan(50);
  });

  it('are of entry points that package.json has', () => {
    for (const [page, text] of pages()) {
      for (const [, name] of text.matchAll(/[`'"]hostcall(\/[a-z0-9]+)[`'"]/g)) {
        expect(exports, `hostcall${name} in ${page}`).to.have.property(`.${name}`);
      }
    }
  });
});

describe('docs/architecture.md', () => {
  it('names every layer, folder and adapter', () => {
    const named = new Set(pathsIn(architecture));
    const expected = [...['domain/', 'application/', 'adapters/', 'api/', 'tools/'], ...folders('application/')];
    for (const path of [...expected, ...folders('adapters/')]) expect(named).to.include(path);
  });

  it('lists every entry point and its source', () => {
    const listed = [...architecture.matchAll(/^\| `(hostcall(?:\/\w+)?)` \| .* \| `(.+)` \|$/gm)];
    const packaged = Object.entries(exports).filter(([name]) => name !== './package.json');
    expect(listed.map(([, name, source]) => [name, source]).sort()).to.deep.equal(
      packaged
        .map(([name, target]) => [
          name.replace(/^\./, 'hostcall'),
          (target as { types: string }).types.replace(/^\.\/dist\//, '').replace(/\.d\.ts$/, '.ts'),
        ])
        .sort(),
    );
  });
});
