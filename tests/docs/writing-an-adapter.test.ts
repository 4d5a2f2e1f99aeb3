import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { portSignatures, withPortSignatures } from '../../tools/codegen/port-signatures.js';
import { root } from './pages.js';

describe('docs/writing-an-adapter.md', () => {
  const page = readFileSync(`${root}docs/writing-an-adapter.md`, 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code as string);
  const isInterface = (code: string) => code.startsWith('export interface ');

  it('quotes the adapter and its test as they are', () => {
    const folder = `${root}docs/examples/zip/`;
    const files = readdirSync(folder).map(name => readFileSync(folder + name, 'utf8'));
    const sources = [...files, readFileSync(`${root}tests/docs/examples/zip.test.ts`, 'utf8')];
    const quotes = blocks.filter(code => !isInterface(code));
    expect(quotes.length).to.be.at.least(6);
    for (const quote of quotes)
      expect(
        sources.some(source => source.includes(quote)),
        quote,
      ).to.equal(true);
  });

  it('quotes the signatures of every port as `npm run codegen` writes them', () => {
    expect(withPortSignatures(page)).to.equal(page);
    const marked = [...page.matchAll(/^<!-- ports: (.+) -->$/gm)].flatMap(([, names]) => (names as string).split(', '));
    const record = portSignatures().get('Ports') as string;
    const ports = [...record.matchAll(/: (\w+);$/gm)].map(([, name]) => name as string);
    expect(ports).to.have.length.greaterThan(6);
    expect(marked).to.include.members([...ports, 'Directory', 'File', 'Stream']);
    const quoted = blocks.filter(isInterface).flatMap(code => [...code.matchAll(/^export interface (\w+) \{$/gm)]);
    expect(quoted.map(([, name]) => name)).to.deep.equal(marked);
  });
});
