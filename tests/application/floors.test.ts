import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { repository } from '../guests/build-cache.js';

interface Override {
  readonly includes: readonly string[];
  readonly linter: { readonly rules: { readonly style: { readonly noRestrictedImports: { readonly level: string } } } };
}

const read = (path: string) => readFileSync(fileURLToPath(new URL(path, repository)), 'utf8');

describe('The floors of application/', () => {
  const { overrides }: { overrides: readonly Override[] } = JSON.parse(read('biome.json'));
  const rooms = readdirSync(new URL('application/', repository), { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .map(({ name }) => name);

  for (const room of rooms) {
    it(`have a lint rule for ${room}`, () => {
      const rules = overrides.filter(({ includes }) => includes.includes(`application/${room}/**`));
      expect(rules.map(({ linter }) => linter.rules.style.noRestrictedImports.level)).to.deep.equal(['error']);
    });

    it(`say in the index of ${room} what the room is`, () => {
      expect(read(`application/${room}/index.ts`)).to.match(/^\/\*\*/);
    });
  }

  it('have a rule for no folder that does not exist', () => {
    const ruled = overrides
      .flatMap(({ includes }) => includes)
      .flatMap(path => /^application\/(.+)\/\*\*$/.exec(path)?.[1] ?? []);
    expect(ruled.sort()).to.deep.equal(rooms.sort());
  });
});
