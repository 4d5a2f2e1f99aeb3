import { readdirSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { root } from './pages.js';
import { portSignatures } from './port-signatures.js';

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

  it('quotes the signatures of every port as they are', () => {
    const signatures = portSignatures();
    const quoted = new Map<string, string>();
    for (const [text, name] of blocks
      .filter(isInterface)
      .flatMap(code => [...code.matchAll(/^export interface (\w+) \{\n.*?^\}\n/gms)])) {
      quoted.set(name as string, text);
    }
    for (const [name, text] of quoted) expect(text, name).to.equal(signatures.get(name));
    const ports = [...(signatures.get('Ports') as string).matchAll(/: (\w+);$/gm)].map(([, name]) => name as string);
    expect(ports).to.have.length.greaterThan(6);
    expect([...quoted.keys()]).to.include.members([...ports, 'Directory', 'File', 'Stream']);
  });
});
