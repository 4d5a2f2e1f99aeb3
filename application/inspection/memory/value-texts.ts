import {
  type EnumKind,
  enumerations,
  errnoName,
  type Field,
  type FlagKind,
  flagNames,
  flagSets,
  rightNames,
} from '../../../domain/index.js';
import { enumerationTexts, flagTexts, rightTexts } from '../../../domain/texts/index.js';

/** A name of a value that consists of several, and what it means. */
export interface NamedPart {
  readonly name: string;
  readonly doc: string;
}

/** A number of a kind: its text, and what it consists of. */
export interface ValueText {
  readonly text: string;
  /** The meaning of the value, where one name expresses it. */
  readonly doc: string;
  readonly parts: readonly NamedPart[];
}

/** The meaning of a number: one of the sets of flags or values, or the format of a field. */
type Meaning = NonNullable<Field['as']>;

const plain = (text: string): ValueText => ({ text, doc: '', parts: [] });

/** The members of a table of texts, whatever they are called. */
const docIn = (texts: Readonly<Record<string, string>>, name: string) =>
  Object.hasOwn(texts, name) ? (texts[name] as string) : '';

/** A value as a tree of arguments shows it. @param meaning undefined for a plain number */
export function valueText(value: number | bigint, meaning: Meaning | undefined): ValueText {
  if (meaning === undefined) return plain(String(value));
  if (meaning in flagSets) return flagsText(meaning as FlagKind, Number(value));
  if (meaning in enumerations) return enumerationText(meaning as EnumKind, Number(value));
  switch (meaning) {
    case 'errno':
      return plain(value === 0 || value === 0n ? '0' : errnoName(Number(value)));
    case 'rights':
      return rightsText(BigInt(value));
    case 'timestamp':
      return plain(`${value} ns`);
    case 'pointer':
    case 'userdata':
      return plain(`0x${value.toString(16)}`);
    default:
      return plain(String(value));
  }
}

function flagsText(kind: FlagKind, value: number): ValueText {
  const names = flagNames(kind, value);
  return {
    text: names.join('|') || '0',
    doc: '',
    parts: names.map(name => ({ name, doc: docIn(flagTexts[kind], name) })),
  };
}

function enumerationText(kind: EnumKind, value: number): ValueText {
  const name = enumerations[kind][value];
  if (name === undefined) return plain(`${value} (undefined)`);
  return { text: name, doc: docIn(enumerationTexts[kind], name), parts: [] };
}

function rightsText(value: bigint): ValueText {
  const names = rightNames(Number(BigInt.asUintN(32, value)) & 0x3fff_ffff);
  const text = names.length === 0 ? '0' : names.length === 1 ? (names[0] as string) : `${names.length} rights`;
  return { text, doc: '', parts: names.map(name => ({ name, doc: rightTexts[name] })) };
}
