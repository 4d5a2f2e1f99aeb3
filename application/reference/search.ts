import { type ErrnoName, enumerations, errnos, flagSets, layouts, rights } from '../../domain/index.js';
import {
  familyTexts,
  generalCauses,
  hostcallText,
  rightTexts,
  structText,
  structTexts,
  valueText,
} from '../../domain/texts/index.js';
import { type CatalogueEntry, catalogue, type Subject } from './catalogue.js';

/** Something that a search has found. */
export interface Hit {
  readonly subject: Subject;
  /** Its proper name. */
  readonly name: string;
  /** What it is, such as `flag of oflags`. */
  readonly kind: string;
  /** Its purpose, in a sentence; empty where there is none. */
  readonly text: string;
}

/** The searched text of a subject, in lower case. */
interface Searched extends Hit {
  readonly names: readonly string[];
  readonly words: string;
}

let searched: readonly Searched[] | undefined;

/**
 * Finds subjects by parts of their names and by words of their texts. Every word of the query has to be found.
 * @param query any text
 * @returns the best first: names before parts of names before texts; none for an empty query
 */
export function searchReference(query: string): Hit[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return [];
  searched ??= catalogue.flatMap(searchedOf);
  return searched
    .map(entry => ({ entry, worth: worthOf(entry, words) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .map(({ entry }) => entry);
}

/** How well an entry answers; 0 if a word is not found. */
function worthOf(entry: Searched, words: readonly string[]): number {
  let sum = 0;
  for (const word of words) {
    const worth = Math.max(
      ...entry.names.map((name, index) => nameWorth(name, word) - (index === 0 ? 0 : 1)),
      textWorth(entry, word),
    );
    if (worth <= 0) return 0;
    sum += worth;
  }
  return sum;
}

function nameWorth(name: string, word: string): number {
  if (name === word) return 100;
  if (name.startsWith(word)) return 60;
  if (name.includes(`_${word}`)) return 40;
  return word.length > 1 && name.includes(word) ? 25 : 0;
}

function textWorth({ words, kind }: Searched, word: string): number {
  if (words.includes(` ${word}`)) return 10;
  if (kind.includes(word)) return 6;
  return word.length > 2 && words.includes(word) ? 4 : 0;
}

function searchedOf({ names, subject }: CatalogueEntry): Searched[] {
  if (subject.kind === 'list' || subject.kind === 'class') return [];
  const [kind, text, more = ''] = wordsOf(subject);
  return [
    {
      subject,
      name: names[0] as string,
      kind,
      text,
      names: names.map(name => name.toLowerCase()),
      words: ` ${text} ${more}`.toLowerCase().replace(/[^\p{L}\d_]+/gu, ' '),
    },
  ];
}

/** The kind of a subject, its purpose, and other searched text. */
function wordsOf(
  subject: Exclude<Subject, { kind: 'list' | 'class' }>,
): readonly [kind: string, text: string, more?: string] {
  switch (subject.kind) {
    case 'hostcall': {
      const { text, posix, notes } = hostcallText(subject.name);
      return ['hostcall', text, `${posix} ${notes ?? ''}`];
    }
    case 'errno': {
      const { name, text } = errnos[subject.value] as (typeof errnos)[number];
      return ['errno', text, generalCauses[name as ErrnoName] ?? ''];
    }
    case 'right':
      return ['right', rightTexts[rights[subject.bit] as (typeof rights)[number]]];
    case 'flag':
      return [`flag of ${subject.set}`, valueText(subject.set, flagSets[subject.set][subject.bit] ?? '')];
    case 'value':
      return [`value of ${subject.of}`, valueText(subject.of, enumerations[subject.of][subject.value] ?? '')];
    case 'flags':
      return ['set of flags', flagSets[subject.name].join(', ')];
    case 'enumeration':
      return ['enumeration', enumerations[subject.name].join(', ')];
    case 'struct':
      return [
        'struct',
        structText(subject.name).text,
        `${layouts[subject.name].fields.map(({ name }) => name).join(' ')} ${Object.values(structTexts[subject.name].fields).join(' ')}`,
      ];
    case 'family':
      return ['family of hostcalls', familyTexts[subject.name]];
    case 'module':
      return ['module', ''];
    case 'posix':
      return ['function of POSIX or C', subject.functions.text, subject.functions.calls.join(' ')];
  }
}
