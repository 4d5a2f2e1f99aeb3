import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { everyHostcall } from '../../domain/index.js';
import { repository } from '../guests/build-cache.js';

const folder = new URL('dist/inspector/', repository);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');

/** The files that are loaded with one before it runs, itself included. */
function loadedWith(name: string, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  for (const [, from = ''] of read(name).matchAll(
    /(?:^|[;}])(?:import|export)\s*(?:[\w*{][^"'()]*from)?\s*"\.\/([^"]+)"/g,
  ))
    loadedWith(from, found);
  return found;
}

/** The limit of what is loaded before the list appears, in compressed bytes. */
const MOST = 48_500;

/** The same with all that is shown of a call beside it. */
const MOST_WITH_DETAILS = 60_000;

function packed(names: Iterable<string>): number {
  return [...names].reduce((sum, name) => sum + gzipSync(read(name), { level: 9 }).length, 0);
}

/** The file that is loaded where a pattern is found. */
function loadedAt(names: Iterable<string>, pattern: RegExp): string {
  for (const name of names) {
    const file = pattern.exec(read(name))?.[1];
    if (file !== undefined) return file;
  }
  throw new Error(`nothing is loaded at ${pattern}`);
}

describe('The bundle of the inspector', () => {
  const first = loadedWith('page.js');
  const withDetails = loadedWith(loadedAt(first, /import\("\.\/([^"]+)"\)\.then\(\(\{Details:/), new Set(first));

  it('is small where it is loaded first', () => {
    expect(packed(first)).to.be.within(30_000, MOST);
    const all = [...first].map(read).join('');
    // What reads the traces of others, the texts of the reference, and the terminal, come when they are needed.
    expect(all).not.to.include('is not a line of a trace');
    expect(all).not.to.include('Writes the arguments into memory');
    expect(all).not.to.include('xterm');
    // One file, and the one that asks the server for its files: each is compressed separately.
    expect(first.size).to.equal(2);
  });

  it('is small including the details of a call', () => {
    expect(withDetails.size).to.be.greaterThan(first.size);
    // The texts about hostcalls come some at a time.
    const [, list = ''] =
      /=\[((?:\(\)=>import\("\.\/[^"]+"\),?){10,})\]/.exec([...withDetails].map(read).join('')) ?? [];
    const texts = [...list.matchAll(/"\.\/([^"]+)"/g)].map(([, name = '']) => name);
    expect(texts.length).to.be.within(10, everyHostcall.length / 2);
    const largest = Math.max(...texts.map(name => packed([name])));
    expect(largest).to.be.greaterThan(500);
    expect(packed(withDetails) + largest).to.be.below(MOST_WITH_DETAILS);
    const all = [...withDetails].map(read).join('');
    expect(all).not.to.include('Writes the arguments into memory');
    expect(texts.map(read).join('')).to.include('Writes the arguments into memory');
    // Nor is what is said of failures, and of where bytes come from.
    expect(all).not.to.include('Why it failed');
    expect(all).not.to.include('Where the byte comes from');
  });

  it('needs no policy except for its own scripts and styles', () => {
    const html = read('index.html');
    expect(html).not.to.match(/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/);
    for (const name of readdirSync(folder).filter(each => each.endsWith('.js')))
      expect(/\beval\(|new Function\(/.test(read(name)), name).to.equal(false);
  });

  it('contains the licences of its parts', () => {
    expect(read('THIRD-PARTY.txt')).to.match(/^preact 1\d\.[\d.]+ \(MIT\)$/m);
  });
});
