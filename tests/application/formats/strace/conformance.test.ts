import { expect } from 'chai';
import { formatStrace, type StraceOptions } from '../../../../application/formats/index.js';
import type { HostcallEvent } from '../../../../application/tracing/index.js';
import { BUILD_TIMEOUT } from '../../../guests/build-c.js';
import type { ParsedLine } from './grammars/parsed-line.js';
import { sctraceLine } from './grammars/sctrace.js';
import { straceGraphLine } from './grammars/strace-graph.js';
import { callsOf, cGuests } from './real-traces.js';

/** A parser, and how it wants its lines. */
interface Parser {
  readonly name: string;
  readonly parse: (line: string) => ParsedLine | undefined;
  /** What it can be given. */
  readonly forms: Readonly<Record<string, StraceOptions>>;
}

const parsers: readonly Parser[] = [
  {
    name: 'strace-graph',
    parse: straceGraphLine,
    forms: {
      'as it is': {},
      'with times': { times: true },
      'without names of descriptors': { descriptorPaths: false },
      raw: { raw: true },
    },
  },
  {
    name: 'sctrace',
    parse: sctraceLine,
    forms: { 'as it is': {}, 'without names of descriptors': { descriptorPaths: false }, raw: { raw: true } },
  },
];

describe('the grammars of strace parsers', () => {
  it('reject invalid lines', () => {
    for (const { name, parse } of parsers)
      for (const line of ['', 'hello', 'fd_read(4', 'fd_read(4, 0x10 = 3', 'hello world = 3'])
        expect(parse(line), `${name}: ${line}`).to.equal(undefined);
    for (const line of ['read(3 4) = 1', 'read(3, "abc) = 1', 'read(3, 5x) = 1', 'read(3, {a=1) = 1'])
      expect(sctraceLine(line), line).to.equal(undefined);
  });

  it('take real lines of strace apart', () => {
    const line = 'openat(AT_FDCWD</home/user>, "file.txt", O_RDONLY|O_CLOEXEC) = 3</home/user/file.txt>';
    const call = {
      kind: 'call',
      name: 'openat',
      args: 'AT_FDCWD</home/user>, "file.txt", O_RDONLY|O_CLOEXEC',
      result: '3</home/user/file.txt>',
    };
    expect(straceGraphLine(`12:30:01.000001 ${line} <0.000012>`)).to.deep.equal(call);
    expect(sctraceLine(`77 ${line}`)).to.deep.equal(call);
  });
});

/**
 * What of our lines sctrace's grammar has no rule for, since strace prints no such thing as an argument of its own: a span of time with
 * its unit, `1ns`, and a point in time with its decimals, `0.000000100`. A line here that it does take is a reason to shorten this list.
 */
const NO_RULE: Readonly<Record<string, RegExp>> = {
  'strace-graph': /^$/,
  sctrace: /^(?:clock_time_get\(.*, \d+ns, |(?:fd|path)_filestat_set_times\(.*, \d+\.\d{9}, )/,
};

/** Lines that a parser should take and does not, and those that it should not and does. */
function surprises({ name, parse }: Parser, calls: readonly HostcallEvent[], options: StraceOptions): string[] {
  const found = new Set<string>();
  for (const call of calls) {
    const line = formatStrace(call, options);
    const parsed = parse(line);
    const taken =
      parsed?.kind === 'call' && parsed.name === call.name && line.startsWith(`${call.name}(${parsed.args})`);
    if (taken === (NO_RULE[name] as RegExp).test(line)) found.add(line);
  }
  return [...found];
}

for (const guest of cGuests) {
  describe(`a trace of ${guest}`, () => {
    let calls: HostcallEvent[];
    before(async function () {
      this.timeout(BUILD_TIMEOUT);
      calls = await callsOf(guest);
    });

    for (const parser of parsers) {
      for (const [form, options] of Object.entries(parser.forms)) {
        it(`is read by ${parser.name}, ${form}`, () => {
          expect(calls).to.not.be.empty;
          expect(surprises(parser, calls, options)).to.deep.equal([]);
        });
      }
    }
  });
}
