import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { root } from './pages.js';

describe('docs/writing-an-adapter.md', () => {
  it('quotes the adapter and its test as they are', () => {
    const page = readFileSync(`${root}docs/writing-an-adapter.md`, 'utf8');
    const folder = `${root}docs/examples/zip/`;
    const files = readdirSync(folder).map(name => readFileSync(folder + name, 'utf8'));
    const sources = [...files, readFileSync(`${root}tests/docs/examples/zip.test.ts`, 'utf8')];
    const quotes = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);
    expect(quotes.length).to.be.at.least(6);
    for (const quote of quotes)
      expect(
        sources.some(source => source.includes(quote)),
        quote,
      ).to.equal(true);
  });
});
