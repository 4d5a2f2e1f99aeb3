import { type OptionDescription, type OptionGroup, valuedName } from './command-description.js';

/** What an option is known by, and what stands behind it. */
interface KnownOption {
  readonly description: OptionDescription;
  /** Its argument may be the next word. */
  readonly takesWord: boolean;
}

/**
 * Words of a command line with each argument that may be left out, and so stands behind a `=`, as an option of its own: no parser tells
 * `--hostcall-times prog.wasm` from `--hostcall-times=ns prog.wasm` otherwise.
 * @param words behind the name of the command
 * @param groups the options of the command
 * @param passThrough whether options end at the first word that is none
 */
export function optionWords(words: readonly string[], groups: readonly OptionGroup[], passThrough: boolean): string[] {
  const known = knownOptions(groups);
  const found: string[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as string;
    const isOption = word.startsWith('-') && word !== '-' && word !== '--';
    if (word === '--' || (!isOption && passThrough)) return [...found, ...words.slice(at)];
    const [first, value] = word.startsWith('--') ? longOption(word, known) : shortOptions(word, known);
    found.push(...first);
    if (value === 'next word' && at + 1 < words.length) found.push(words[++at] as string);
  }
  return found;
}

type Split = readonly [words: readonly string[], value?: 'next word'];

function longOption(word: string, known: ReadonlyMap<string, KnownOption>): Split {
  const equals = word.indexOf('=');
  const option = known.get(equals < 0 ? word : word.slice(0, equals));
  if (option === undefined) return [[word]];
  const { description, takesWord } = option;
  if (equals < 0) return takesWord ? [[word], 'next word'] : [[word]];
  return description.optionalArgument === undefined
    ? [[word]]
    : [[`--${valuedName(description)}${word.slice(equals)}`]];
}

/** Letters. One that takes an argument is the last: the rest is its argument. */
function shortOptions(word: string, known: ReadonlyMap<string, KnownOption>): Split {
  for (let at = 1; at < word.length; at++) {
    const option = known.get(`-${word[at]}`);
    if (option === undefined) return [[word]];
    if (option.takesWord) return at === word.length - 1 ? [[word], 'next word'] : [[word]];
    if (word[at + 1] !== '=' || option.description.optionalArgument === undefined) continue;
    return [[word.slice(0, at + 1), `--${valuedName(option.description)}${word.slice(at + 1)}`]];
  }
  return [[word]];
}

function knownOptions(groups: readonly OptionGroup[]): ReadonlyMap<string, KnownOption> {
  const known = new Map<string, KnownOption>();
  for (const description of groups.flatMap(({ options }) => options)) {
    const { short, long, aliases = [], forms = [], argument } = description;
    const option = { description, takesWord: argument !== undefined };
    if (short !== undefined) known.set(`-${short}`, option);
    for (const name of [long, ...aliases]) if (name !== undefined) known.set(`--${name}`, option);
    for (const form of forms) known.set(`--${form.argument.split('=')[0]}`, option);
  }
  return known;
}
