import { wasi } from '@bjorn3/browser_wasi_shim';
import { expect } from 'chai';
import {
  Advice,
  Clockid,
  type EnumKind,
  Eventrwflag,
  Eventtype,
  enumerations,
  Fdflag,
  Filetype,
  type FlagKind,
  Fstflag,
  flagNames,
  flagSets,
  Lookupflag,
  Oflag,
  Riflag,
  Roflag,
  Sdflag,
  Subclockflag,
  Whence,
} from '../../../domain/index.js';

/** What another host calls them: prefix → name → value. */
function theirs(prefix: string): [string, number][] {
  return Object.entries(wasi)
    .filter(([name]) => name.startsWith(`${prefix}_`))
    .map(([name, value]) => [name.slice(prefix.length + 1), value as unknown as number]);
}

describe('the flags', () => {
  const records: Record<Exclude<FlagKind, 'siflags'>, Record<string, number>> = {
    fdflags: Fdflag,
    oflags: Oflag,
    lookupflags: Lookupflag,
    fstflags: Fstflag,
    subclockflags: Subclockflag,
    eventrwflags: Eventrwflag,
    riflags: Riflag,
    roflags: Roflag,
    sdflags: Sdflag,
  };

  for (const [kind, record] of Object.entries(records)) {
    it(`${kind}: the record agrees with the names`, () => {
      const bits: readonly string[] = flagSets[kind as FlagKind];
      expect(Object.values(record)).eql(bits.map((_, bit) => 1 << bit));
      // The interface description’s names may say more than the record’s, never something else.
      for (const [i, name] of Object.keys(record).entries()) expect(bits[i]?.endsWith(name), name).equal(true);
    });
  }

  for (const kind of Object.keys(records) as FlagKind[]) {
    const others = theirs(kind.toUpperCase());
    if (others.length === 0) continue;
    it(`${kind}: another host has the same`, () => {
      const bits: readonly string[] = flagSets[kind];
      for (const [name, value] of others) expect(value, name).equal(1 << bits.indexOf(name));
    });
  }

  it('siflags: there are none', () => {
    expect(flagSets.siflags).eql([]);
  });

  it('are named lowest bit first, the unknown ones as a number', () => {
    expect(flagNames('oflags', 0)).eql([]);
    expect(flagNames('oflags', Oflag.TRUNC | Oflag.CREAT)).eql(['CREAT', 'TRUNC']);
    expect(flagNames('oflags', Oflag.EXCL | 0x30)).eql(['EXCL', '0x30']);
    expect(flagNames('fdflags', 0x80000000)).eql(['0x80000000']);
    expect(flagNames('fdflags', 0xffffffff)).eql([...flagSets.fdflags, '0xffffffe0']);
    expect(flagNames('siflags', 1)).eql(['0x1']);
  });
});

/** Of WasmEdge's sockets, which the other host does not have. */
type WasmEdgeKind = 'addressfamily' | 'sockettype' | 'socketlevel' | 'socketoption';

describe('the enumerations', () => {
  const records: Record<Exclude<EnumKind, 'signal' | WasmEdgeKind>, Record<string, number>> = {
    clockid: Clockid,
    whence: Whence,
    advice: Advice,
    filetype: Filetype,
    eventtype: Eventtype,
  };

  for (const [kind, record] of Object.entries(records)) {
    it(`${kind}: the record agrees with the names, and another host has the same`, () => {
      const values: readonly string[] = enumerations[kind as EnumKind];
      expect(Object.entries(record)).eql(values.map((name, value) => [name, value]));
      expect(Object.fromEntries(theirs(kind.toUpperCase()))).eql(record);
    });
  }

  it('signal: 31 of them, and another host has the same', () => {
    expect(enumerations.signal).lengthOf(31);
    const values: readonly string[] = enumerations.signal;
    const others = theirs('SIGNAL');
    expect(others).lengthOf(31);
    for (const [name, value] of others) expect(value, name).equal(values.indexOf(name));
  });
});
