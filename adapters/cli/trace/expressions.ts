/** What `-e` takes, as strace has it: `trace=SET`, `status=SET`, `read=SET`, `write=SET`; a SET alone is one of calls. */

import { ConfigurationError } from '../../../application/errors.js';
import { parseHostcallSet } from '../../../application/hostcall-set.js';
import { parseTampering, type Tampering } from '../../../application/interception/index.js';
import {
  type CallStatus,
  type DescriptorSet,
  parseDescriptorSet,
  parseStatusSet,
} from '../../../application/tracing/index.js';
import { everyHostcall, type HostcallName, nearestNames } from '../../../domain/index.js';
import { CommandLineError } from '../command-line-error.js';

/** What all `-e` say together. */
export interface Expressions {
  /** undefined for all. */
  calls?: readonly HostcallName[];
  status?: readonly CallStatus[];
  /** The tampering with calls, in order. */
  tamperings?: readonly Tampering[];
  /** Descriptors whose bytes are to be dumped. */
  read?: DescriptorSet;
  write?: DescriptorSet;
  /** Whose arguments are shown as numbers. */
  raw?: readonly HostcallName[];
  /** Of which nothing is abbreviated. */
  verbose?: readonly HostcallName[];
  decodeFds?: DescriptorDecoding;
  /** The lines to omit. */
  quiet?: readonly QuietKind[];
}

/** What strace can leave out. Only some of it exists here. */
const quietKinds = ['attach', 'exit', 'path-resolution', 'personality', 'thread-execve', 'superseded'] as const;
export type QuietKind = (typeof quietKinds)[number];

export const descriptorDecodings = ['none', 'path', 'all'] as const;
export type DescriptorDecoding = (typeof descriptorDecodings)[number];

type Qualifier = (value: string, into: Expressions) => void;

const qualifiers: Readonly<Record<string, Qualifier>> = {
  trace: (value, into) => {
    // As with strace, the last one counts.
    into.calls = parsed(() => parseHostcallSet(value));
  },
  status: (value, into) => {
    into.status = parsed(() => parseStatusSet(value));
  },
  inject: (value, into) => {
    into.tamperings = [...(into.tamperings ?? []), parsed(() => parseTampering(value))];
  },
  fault: (value, into) => {
    into.tamperings = [...(into.tamperings ?? []), parsed(() => parseTampering(value, 'fault'))];
  },
  read: (value, into) => {
    into.read = parsed(() => parseDescriptorSet(value, '-e read'));
  },
  write: (value, into) => {
    into.write = parsed(() => parseDescriptorSet(value, '-e write'));
  },
  raw: (value, into) => {
    into.raw = parsed(() => parseHostcallSet(value));
  },
  abbrev: (value, into) => {
    const abbreviated = parsed(() => parseHostcallSet(value));
    into.verbose = everyHostcall.filter(name => !abbreviated.includes(name));
  },
  'decode-fds': (value, into) => {
    into.decodeFds = oneOf('-e decode-fds=', value, descriptorDecodings);
  },
  quiet: (value, into) => {
    into.quiet = quietSet(value);
  },
};

/** What strace calls them, too. */
const shortNames: Readonly<Record<string, string>> = {
  t: 'trace',
  r: 'read',
  reads: 'read',
  w: 'write',
  writes: 'write',
  x: 'raw',
  a: 'abbrev',
  q: 'quiet',
  silent: 'quiet',
  silence: 'quiet',
  'decode-fd': 'decode-fds',
};

/** Qualifiers of strace that have no counterpart, and what there is instead. */
const otherwise: Readonly<Record<string, string>> = {
  verbose: '-v abbreviates nothing, and -X raw shows pointers',
  v: '-v abbreviates nothing, and -X raw shows pointers',
  signal: 'a WASI program cannot be sent a signal',
  signals: 'a WASI program cannot be sent a signal',
  s: 'a WASI program cannot be sent a signal',
};

/** @throws CommandLineError for a kind that there is not */
export function quietSet(text: string): QuietKind[] {
  if (text === 'all' || text === 'none') return text === 'all' ? [...quietKinds] : [];
  return text.split(',').map(word => oneOf('quiet=', word.trim(), quietKinds));
}

function oneOf<Word extends string>(where: string, text: string, words: readonly Word[]): Word {
  if ((words as readonly string[]).includes(text)) return text as Word;
  throw new CommandLineError(`invalid word '${text}' in ${where}`, `write one of ${words.join(', ')}`);
}

/**
 * Reads expressions.
 * @param texts each `-e`, in order
 * @throws CommandLineError for what is none
 */
export function readExpressions(texts: readonly string[]): Expressions {
  const into: Expressions = {};
  for (const text of texts) {
    const [, given = 'trace', value = text] = /^([\w-]+)=(.*)$/s.exec(text) ?? [];
    const name = shortNames[given] ?? given;
    const qualifier = Object.hasOwn(qualifiers, name) ? qualifiers[name] : undefined;
    const instead = otherwise[name];
    if (instead !== undefined) throw new CommandLineError(`there is no -e ${name}=`, instead);
    if (qualifier === undefined) {
      const names = Object.keys(qualifiers);
      const [near] = nearestNames(name, names, 1);
      throw new CommandLineError(
        `unknown qualifier '${name}' in -e '${text}'`,
        near === undefined ? `write one of ${names.map(each => `${each}=`).join(', ')}` : `did you mean ${near}=?`,
      );
    }
    qualifier(value, into);
  }
  return into;
}

/** What reading gives; what is wrong with it, as an error of the command line. */
export function parsed<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new CommandLineError(error.problem, error.remedy, undefined, { cause: error });
  }
}
