/** `--invoke`: arguments as the command line has them to values, and results to text, by the function's type. */
import type { ModuleSections } from '../../../application/modules/index.js';
import type { FunctionType } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/** A call of an exported function, ready to be made. */
export interface Invocation {
  /** As the engine takes them: bigint for i64, number otherwise. */
  readonly arguments: readonly (number | bigint)[];
  /** Types of the results. */
  readonly results: readonly string[];
}

/**
 * Reads the arguments of a call.
 * @param program path of the module, for messages
 * @param sections what it declares
 * @param name of the exported function
 * @param words the arguments as given; decimal, or hexadecimal after `0x` for integers
 * @throws CommandLineError if the module exports no such function, or the arguments do not fit it
 */
export function parseArguments(
  program: string,
  sections: ModuleSections,
  name: string,
  words: readonly string[],
): Invocation {
  const functions = sections.exports.filter(item => item.kind === 'function');
  const found = functions.find(item => item.name === name);
  if (found === undefined)
    throw new CommandLineError(
      `${program} does not export a function '${name}'`,
      functions.length === 0 ? 'it exports no function' : `it exports ${functions.map(item => item.name).join(', ')}`,
    );
  if (found.type === undefined)
    throw new CommandLineError(`cannot read the type of '${name}'`, 'call a function with a simpler type');
  const { params, results } = found.type;
  if (params.length !== words.length)
    throw new CommandLineError(
      `'${name}' takes ${countText(params.length)}, and ${words.length} ${words.length === 1 ? 'was' : 'were'} given`,
      `its parameters are (${params.join(', ')})`,
    );
  const unfit = results.find(type => !PRINTABLE.has(type));
  if (unfit !== undefined)
    throw new CommandLineError(
      `'${name}' returns a value of type ${unfit}, which cannot be printed`,
      'call a function that returns numbers',
    );
  return { arguments: params.map((type, index) => parseValue(name, type, words[index] ?? '')), results };
}

/** Types of results that can be printed. A v128 and a reference to an exception cannot even leave the guest. */
const PRINTABLE: ReadonlySet<string> = new Set(['i32', 'i64', 'f32', 'f64', 'externref', 'funcref']);

const countText = (count: number) => (count === 1 ? '1 argument' : `${count} arguments`);

const INTEGER = /^-?(\d+|0x[0-9a-f]+)$/i;

function parseValue(name: string, type: string, word: string): number | bigint {
  switch (type) {
    case 'i32':
    case 'i64': {
      const bits = type === 'i32' ? 32n : 64n;
      if (!INTEGER.test(word)) throw misfit(name, type, word, 'write an integer, such as 42 or 0x2a');
      const value = word.startsWith('-') ? -BigInt(word.slice(1)) : BigInt(word);
      if (value < -(1n << (bits - 1n)) || value >= 1n << bits)
        throw misfit(name, type, word, `it does not fit in ${bits} bits`);
      return type === 'i32' ? Number(BigInt.asIntN(32, value)) : BigInt.asIntN(64, value);
    }
    case 'f32':
    case 'f64': {
      const value = /^[-+]?inf(inity)?$/i.test(word)
        ? word.startsWith('-')
          ? Number.NEGATIVE_INFINITY
          : Number.POSITIVE_INFINITY
        : Number(word);
      if (word.trim() === '' || (Number.isNaN(value) && word.toLowerCase() !== 'nan'))
        throw misfit(name, type, word, 'write a number, such as 1.5');
      return value;
    }
    default:
      throw new CommandLineError(
        `'${name}' takes an argument of type ${type}, which cannot be written on a command line`,
        'call a function that takes numbers',
      );
  }
}

function misfit(name: string, type: string, word: string, remedy: string): CommandLineError {
  return new CommandLineError(`invalid ${type} '${word}' for '${name}'`, remedy);
}

/**
 * What a function returned, one line a result.
 * @param value as the engine returns it: nothing, one value, or an array of them
 * @param types of the results
 */
export function resultText(value: unknown, types: FunctionType['results']): string[] {
  const values = types.length === 0 ? [] : types.length === 1 ? [value] : (value as readonly unknown[]);
  return values.map((each, index) => valueText(each, types[index]));
}

function valueText(value: unknown, type: string | undefined): string {
  if (type === 'f32') return single(value as number);
  if (type === 'f64') return float(value as number);
  // The target of a reference is the guest's, and none of its functions is called. The words are wasmtime's.
  if (type === 'externref' || type === 'funcref') return value === null ? `<null ${type}>` : `<${type}>`;
  return String(value);
}

function float(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'inf';
  if (value === Number.NEGATIVE_INFINITY) return '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** The shortest decimal that reads back as the same 32-bit float. */
function single(value: number): string {
  if (value === 0) return float(value);
  for (let digits = 1; digits <= 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return float(short);
  }
  return float(value);
}
