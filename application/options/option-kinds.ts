/** What an option can be. */
export interface OptionKind {
  /** What to give, for a message: `true or false`. */
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
  /** It has no default. */
  readonly required?: true;
}

/** What each option of a type can be. An option that is added to the type and not here does not compile. */
export type OptionKinds<Options> = { readonly [Name in keyof Options]-?: OptionKind };

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** Whether something is an object with members by name: not a list, a map or a promise, whose members are elsewhere. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null || Object.keys(value).length > 0;
}

/** Whether something has methods of these names. */
export function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return names.every(name => typeof (value as Readonly<Record<string, unknown>> | null)?.[name] === 'function');
}

/** An option with no default. */
export function required(kind: OptionKind): OptionKind {
  return { ...kind, required: true };
}

/** Anything: the value is checked where it is used. */
export const ANYTHING: OptionKind = { expected: 'another value', fits: () => true };

export const FLAG: OptionKind = { expected: 'true or false', fits: value => typeof value === 'boolean' };

export const TEXT: OptionKind = { expected: 'a string', fits: value => typeof value === 'string' };

export const BYTES: OptionKind = { expected: 'bytes, in a Uint8Array', fits: value => value instanceof Uint8Array };

/** A function, such as a callback. */
export const CALLBACK: OptionKind = { expected: 'a function', fits: value => typeof value === 'function' };

/** A length or a number of things. */
export const COUNT: OptionKind = {
  expected: 'a whole number, 0 or greater',
  fits: value => Number.isSafeInteger(value) && (value as number) >= 0,
};

/** A limit on a length or a number of things. */
export const LIMIT: OptionKind = {
  expected: 'a whole number, 0 or greater, or Infinity for no limit',
  fits: value => value === Number.POSITIVE_INFINITY || COUNT.fits(value),
};

/** A time or another measure. */
export const MEASURE: OptionKind = {
  expected: 'a number, 0 or greater',
  fits: value => isNumber(value) && value >= 0,
};

/** A probability. */
export const PROBABILITY: OptionKind = {
  expected: 'a number from 0 to 1',
  fits: value => isNumber(value) && value >= 0 && value <= 1,
};

/** What random numbers follow from. */
export const SEED: OptionKind = {
  expected: 'a whole number, also as a bigint',
  fits: value => typeof value === 'bigint' || Number.isSafeInteger(value),
};

export const BIGINT: OptionKind = { expected: 'a bigint', fits: value => typeof value === 'bigint' };

export const TEXT_OR_NUMBER: OptionKind = {
  expected: 'a string or a number',
  fits: value => typeof value === 'string' || isNumber(value),
};

/** A text, or several. Their items are checked where they are used: an iterable can be read once only. */
export const TEXTS: OptionKind = {
  expected: 'a string, or an iterable of strings',
  fits: value => typeof value === 'string' || (typeof value === 'object' && value !== null && Symbol.iterator in value),
};

/** An array. @param of what, for a message: `an array of strings` */
export function listOf(of: string, fits: (item: unknown) => boolean = () => true): OptionKind {
  return { expected: `an array of ${of}`, fits: value => Array.isArray(value) && value.every(fits) };
}

/** An object with members by name. @param of what, for a message: `an object of strings by name` */
export function recordOf(of: string): OptionKind {
  return { expected: `an object of ${of}`, fits: isRecord };
}

/** One of several texts. */
export function oneOf(texts: readonly (string | undefined)[]): OptionKind {
  const quoted = texts.map(each => `'${each}'`);
  return {
    expected: `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`,
    fits: value => texts.includes(value as string),
  };
}

/** An object with methods. */
export function having(...methods: readonly string[]): OptionKind {
  return {
    expected: `an object with ${methods.map(each => `${each}()`).join(', ')}`,
    fits: value => hasMethods(value, ...methods),
  };
}

/** One of two kinds. */
export function either(one: OptionKind, other: OptionKind): OptionKind {
  return { expected: `${one.expected}, or ${other.expected}`, fits: value => one.fits(value) || other.fits(value) };
}
