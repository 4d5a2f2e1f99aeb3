import { nearestNames } from '../../../domain/index.js';
import { ConfigurationError } from '../../errors.js';
import { expressionEnd } from '../../hostcall-set.js';
import type { Tampering } from './tampering.js';

type Words = { -readonly [K in keyof Tampering]: Tampering[K] };

/** Reads the value after a word and its `=`. */
type Reader = (value: string, word: string) => Partial<Tampering>;

const readers: Readonly<Record<string, Reader>> = {
  error: value => ({ error: value }),
  retval: (value, word) => ({ retval: wholeNumber(value, word) }),
  delay_enter: (value, word) => ({ delayEnter: nanoseconds(value, word) }),
  delay_exit: (value, word) => ({ delayExit: nanoseconds(value, word) }),
  when: value => ({ when: value }),
  force: () => ({ force: true }),
};

/** The words that can follow the set, each behind a colon. All but `force` take a value. */
export const tamperingWords: Readonly<Record<'inject' | 'fault', readonly string[]>> = {
  inject: Object.keys(readers),
  fault: ['error', 'when', 'force'],
};

/** What strace has and hostcall does not, with a substitute. */
const missing: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  signal: ['a host cannot send a WASI program a signal', 'make the call fail, for instance with error=EINTR:force'],
  syscall: ['no other call can be made in place of one', 'write error= or retval= to set what the call returns'],
  poke_enter: ["tampering does not write to the guest's memory", 'write an interceptor'],
  poke_exit: ["tampering does not write to the guest's memory", 'write an interceptor'],
};

/** Where the set ends: at the first colon outside of a regular expression. */
function setEnd(text: string): number {
  let at = 0;
  for (let expressions = true; at < text.length && text[at] !== ':'; ) {
    const end = expressions ? expressionEnd(text, at) : -1;
    // If one slash is not closed, no later one is.
    if (text[at] === '/' && end < 0) expressions = false;
    at = end < 0 ? at + 1 : end;
  }
  return at;
}

/**
 * Reads a tampering as strace has it: `SET:error=E:when=2+`, `SET:retval=N`, `SET:delay_enter=T:delay_exit=T`, with `force` for an error that the
 * hostcall does not have. Times are in microseconds, or have the suffix `s`, `ms`, `us` or `ns`. `tamper` rejects what is invalid.
 * @param text what follows `inject=` or `fault=`
 * @param kind of a `fault` the error is ENOSYS if none is given, and nothing else can be done to the calls
 * @throws ConfigurationError for a syntax error
 */
export function parseTampering(text: string, kind: 'inject' | 'fault' = 'inject'): Tampering {
  const set = text.slice(0, setEnd(text));
  const found: Words = { calls: set };
  const seen = new Set<string>();
  for (const item of text === set ? [] : text.slice(set.length + 1).split(':')) {
    const equals = item.indexOf('=');
    const word = equals < 0 ? item : item.slice(0, equals);
    const value = equals < 0 ? undefined : item.slice(equals + 1);
    const read = readerOf(word, kind);
    if (seen.has(word)) throw new ConfigurationError(`${word} stands twice in '${text}'`, 'keep one of them');
    seen.add(word);
    if (word === 'force' && value !== undefined)
      throw new ConfigurationError('force takes no value', `write ${set}:…:force`);
    if (word !== 'force' && !value) throw new ConfigurationError(`${word} has no value`, `write ${word}=…`);
    Object.assign(found, read(value ?? '', word));
  }
  if (kind === 'fault') found.error ??= 'ENOSYS';
  return found;
}

function readerOf(word: string, kind: 'inject' | 'fault'): Reader {
  const lacking = Object.hasOwn(missing, word) ? missing[word] : undefined;
  if (lacking !== undefined) throw new ConfigurationError(`there is no ${word}=: ${lacking[0]}`, lacking[1]);
  const read = Object.hasOwn(readers, word) ? readers[word] : undefined;
  const words = tamperingWords[kind];
  if (read !== undefined && words.includes(word)) return read;
  if (read !== undefined) throw new ConfigurationError(`fault= takes no ${word}`, 'write inject= instead');
  const [near] = nearestNames(word, words, 1);
  const hint = near === undefined ? `there are ${words.join(', ')}` : `did you mean ${near}?`;
  throw new ConfigurationError(`'${word}' is nothing that can be done to a call`, hint);
}

function wholeNumber(text: string, word: string): number {
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(text))
    throw new ConfigurationError(`invalid number ${word}=${text}`, `write a whole number, such as ${word}=0`);
  return Number(text);
}

const UNITS: Readonly<Record<string, number>> = { s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

function nanoseconds(text: string, word: string): number {
  const [, number, unit = 'us'] = /^(\d+(?:\.\d+)?)(s|ms|us|ns)?$/.exec(text) ?? [];
  if (number === undefined)
    throw new ConfigurationError(
      `invalid duration ${word}=${text}`,
      'write microseconds, or a number with the suffix s, ms, us or ns',
    );
  return Math.round(Number(number) * (UNITS[unit] as number));
}
