import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { RecordedCall } from 'hostcall/recording';
import type { TracedCall } from 'hostcall/tracing';
import { repository } from '../guests/build-cache.js';
import { type Declared, exportsOf, mentionedBy } from './declarations.js';

const pathOf = (file: string) => fileURLToPath(new URL(file, repository));
const manifest: { exports: Record<string, string | { types: string }> } = JSON.parse(
  readFileSync(pathOf('package.json'), 'utf8'),
);

/** Each entry point by its name, with what it exports. */
const entryPoints = Object.entries(manifest.exports).flatMap(([path, target]) =>
  typeof target === 'string'
    ? []
    : [{ name: path.replace('.', 'hostcall'), exported: exportsOf(pathOf(target.types.replace('./', ''))) }],
);

/** The names in the lists of docs/api.md, by entry point. */
function documented(): Map<string, string[]> {
  const sections = readFileSync(pathOf('docs/api.md'), 'utf8').split(/^## `(.*)`$/m);
  const names = new Map<string, string[]>();
  for (let i = 1; i < sections.length; i += 2) {
    const lines = (sections[i + 1] as string).split('\n').filter(line => line.startsWith('- **'));
    const listed = lines.flatMap(line => line.replace(/^- \*\*.*?\*\*: /, '').match(/(?<=`)\w+(?=`)/g) ?? []);
    names.set(sections[i] as string, listed);
  }
  return names;
}

/**
 * What signatures mention and no entry point exports. Helpers that compute a type are seen through by the compiler. The others are opaque: an embedder
 * passes on what is made of them, and names none of them.
 */
const OPAQUE: Readonly<Record<string, readonly string[]>> = {
  'computes a type': [
    'ArgumentsOf',
    'ResultsOf',
    'ParamName',
    'ResultName',
    'FieldName',
    'UnstableField',
    'ParamOf',
    'ResultOf',
    'FieldOf',
    'FormOf',
    'DecodedForms',
    'Group',
    'NameIn',
  ],
  'is in the constructor of a class that is exported as a type': ['Guest', 'ThreadedProgram'],
  'is the state of an open descriptor': ['Listing', 'Unnumbered'],
  'is between findDenials and the runtime': ['ExaminedGuest', 'CallExaminer'],
  'is the base of a class, whose members are all in its port': ['StandardClocks', 'StandardEngine'],
  'is the base of two types, whose members are all in these': ['CallFacts'],
  'is what a stream or a signal of the embedder must have': [
    'InputChunk',
    'ReadableSource',
    'WritableTarget',
    'NodeWritable',
    'StopSignal',
  ],
  'is what console.log calls': ['INSPECT', 'Inspect'],
};

/** The members of an event. One more does not compile until it is listed. */
const EVENT_MEMBERS: { readonly [Member in keyof TracedCall<'fd_read'>]-?: true } = {
  ...{ name: true, call: true, sequence: true, instance: true, thread: true, abi: true, state: true },
  ...{ start: true, duration: true, errno: true, succeeded: true, injected: true, delayed: true },
  ...{ descriptor: true, details: true, secondDetails: true, path: true, bytes: true, data: true },
  ...{ args: true, result: true, raw: true, memorySize: true, stack: true, denial: true },
  ...{ text: true, toString: true, toJSON: true },
};

describe('The members of an event', () => {
  it('are what is listed, also of one out of a recording', () => {
    const recorded: Record<Exclude<keyof RecordedCall, 'stream'>, true> = EVENT_MEMBERS;
    expect(Object.keys(recorded)).to.have.length(28);
  });
});

describe('The public names', () => {
  it('have a section for each entry point', () => {
    expect([...documented().keys()].sort()).to.deep.equal(entryPoints.map(({ name }) => name).sort());
  });

  for (const { name, exported } of entryPoints) {
    it(`of ${name} are those in docs/api.md, each listed once`, () => {
      expect(documented().get(name)?.sort()).to.deep.equal([...exported.keys()].sort());
    });

    // What that one does to a process would stay.
    if (name === 'hostcall/register') continue;
    it(`of ${name} are all declared if they are values`, async () => {
      const values = Object.keys(await import(name));
      expect(values).to.not.have.length(0);
      expect([...exported.keys()]).to.include.members(values);
    });
  }

  it('have types that can be named', () => {
    const keyOf = ({ file, name }: Declared) => `${file} ${name}`;
    const all = entryPoints.flatMap(({ exported }) => [...exported.values()]);
    const known = new Set(all.map(keyOf));
    // Constants that a type is derived from begin in lower case.
    const unknown = all.flatMap(mentionedBy).filter(each => /^[A-Z]/.test(each.name) && !known.has(keyOf(each)));
    const opaque = Object.values(OPAQUE).flat();
    expect([...new Set(unknown.map(({ name }) => name))].sort()).to.deep.equal(opaque.sort());
  });
});
