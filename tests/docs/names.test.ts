import { expect } from 'chai';
import { enumerations, errnos, flagSets, hostcallNames, layouts, rights, describe as row } from '../../domain/index.js';
import { pages } from './pages.js';

/** Everything in lower case with underscores that the table, the structs and their fields call themselves, and POSIX twins. */
function lowerCaseNames(): Set<string> {
  const names = new Set<string>(hostcallNames);
  for (const name of hostcallNames) {
    for (const word of row(name).posix.match(/\w+/g) ?? []) names.add(word);
    for (const { name: part } of [...row(name).params, ...row(name).results]) {
      for (const suffix of ['', '_len', '_buf']) names.add(part + suffix);
    }
  }
  for (const { fields } of Object.values(layouts)) {
    for (const { name } of fields) for (const part of name.split('.')) names.add(part);
  }
  return names;
}

describe('names in the documentation', () => {
  const lower = lowerCaseNames();
  const upper = new Set([
    ...rights.map(({ name }) => name),
    ...Object.values(flagSets).flatMap(({ bits }): readonly string[] => bits),
    ...Object.values(enumerations).flatMap(({ values }): readonly string[] => values),
  ]);
  const errnoNames = new Set(errnos.map(({ name }) => name));

  for (const [path, text] of pages()) {
    it(`exist: ${path}`, () => {
      const calls = text.matchAll(
        /(?<![\w/-])(?:args|environ|clock|fd|path|poll|proc|sched|random|sock)_[a-z][a-z_]*\b/g,
      );
      // C type names end in _t.
      for (const [name] of calls)
        if (!name.endsWith('_t')) expect(lower.has(name), `${name} in ${path}`).to.equal(true);
      for (const [name] of text.matchAll(/\b(?:FD|PATH|POLL|SOCK)_[A-Z_]*[A-Z]\b/g)) {
        expect(upper.has(name), `${name} in ${path}`).to.equal(true);
      }
      for (const [name] of text.matchAll(/\bE[A-Z0-9]{3,}\b/g)) {
        expect(errnoNames.has(name) || upper.has(name), `${name} in ${path}`).to.equal(true);
      }
    });
  }

  it('are looked for where they are', () => {
    const texts = [...pages().values()].join('\n');
    expect(texts.match(/\bfd_read\b/g)?.length).to.be.greaterThan(10);
    expect(texts.match(/\bENOTCAPABLE\b/g)?.length).to.be.greaterThan(10);
  });
});
