import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { repository } from './guests/build-cache.js';
import { needing } from './needs.js';

/** These run on the platforms that they are about and nowhere else, or quote code. */
const ELSEWHERE = /^(windows|nodes|mutants)\b/;

describe('a requirement of a test', () => {
  it('is stated in one way, so that a skipped test gives its reason', () => {
    const root = fileURLToPath(new URL('tests/', repository));
    const found: string[] = [];
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).map(each =>
      each.replaceAll(sep, '/'),
    )) {
      if (!path.endsWith('.ts') || ELSEWHERE.test(path) || /^needs(\.test)?\.ts$/.test(path)) continue;
      for (const [index, line] of readFileSync(join(root, path), 'utf8').split('\n').entries())
        if (/\b(this|it|describe|context)\.skip\b|process\.platform\b(?!')/.test(line))
          found.push(`${path}:${index + 1}`);
    }
    expect(found).to.deep.equal([]);
  });

  it('is in the title of a skipped test', () => {
    const there = { what: 'something', met: true };
    const away = { what: 'the moon', met: false };
    expect(needing(there).it).to.equal(it);
    expect(needing().describe).to.equal(describe);
    const titles: string[] = [];
    const { skip } = it;
    try {
      it.skip = ((title: string) => titles.push(title)) as unknown as typeof skip;
      needing(away, there, { what: 'a ladder', met: false }).it('shines', () => {});
    } finally {
      it.skip = skip;
    }
    expect(titles).to.deep.equal(['shines (skipped: it needs the moon and a ladder)']);
  });
});
