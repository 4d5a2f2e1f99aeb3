import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  enumerations,
  errnos,
  everyHostcall,
  flagSets,
  layouts,
  Open,
  rights,
  describe as row,
} from '../../domain/index.js';
import { hostcallText } from '../../domain/texts/index.js';
import { pages, root, withoutCode } from './pages.js';

/** Every word in the sources of the package, of the documented examples and of the lessons. */
function wordsOfSources(): Set<string> {
  const words = new Set<string>();
  for (const layer of ['domain', 'application', 'adapters', 'api', 'docs/examples', 'docs/lessons']) {
    for (const path of readdirSync(root + layer, { recursive: true, encoding: 'utf8' })) {
      if (!/\.[jt]s$/.test(path)) continue;
      for (const [word] of readFileSync(`${root}${layer}/${path}`, 'utf8').matchAll(/\w+/g)) words.add(word);
    }
  }
  return words;
}

/** Functions that pages call and that are not hostcall's: one of browsers, and one that stands for the reader's. */
const OTHERS = new Set(['prompt', 'myHost']);

/** Everything in lower case with underscores that the table, the structs and their fields call themselves, and POSIX twins. */
function lowerCaseNames(): Set<string> {
  const names = new Set<string>(everyHostcall);
  for (const name of everyHostcall) {
    for (const word of hostcallText(name).posix.match(/\w+/g) ?? []) names.add(word);
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
  const upper = new Set<string>([
    ...rights,
    ...Object.keys(Open),
    ...Object.values(flagSets).flat(),
    ...Object.values(enumerations).flat(),
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
      // What an option takes is written in capitals, too.
      for (const [name] of text.replace(/`--?[\w-]+ [A-Z]+`/g, '').matchAll(/\bE[A-Z0-9]{3,}\b/g)) {
        expect(errnoNames.has(name) || upper.has(name), `${name} in ${path}`).to.equal(true);
      }
    });
  }

  const words = wordsOfSources();

  for (const [path, text] of pages()) {
    it(`of functions and classes exist: ${path}`, () => {
      for (const [, span] of withoutCode(text).matchAll(/`([^`\n]+)`/g)) {
        for (const [, name] of (span as string).matchAll(/(?<![\w.])(?:new )?([A-Za-z]\w+)\(/g)) {
          expect(words.has(name as string) || OTHERS.has(name as string), `${name}() in ${path}`).to.equal(true);
        }
      }
    });

    it(`show no remains of a merge: ${path}`, () => {
      expect(text).not.to.match(/^(?:<{7}|>{7}|\|{7}) /m);
    });
  }

  it('are found by the search', () => {
    const texts = [...pages().values()].join('\n');
    expect(texts.match(/\bfd_read\b/g)?.length).to.be.greaterThan(10);
    expect(texts.match(/\bENOTCAPABLE\b/g)?.length).to.be.greaterThan(10);
  });
});
