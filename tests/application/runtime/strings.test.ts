import { expect } from 'chai';
import { ConfigurationError } from '../../../application/errors.js';
import { encodeEnvironment, encodeStrings, requireWellFormed } from '../../../application/runtime/strings.js';

const textOf = ({ bytes }: { readonly bytes: Uint8Array }) => new TextDecoder().decode(bytes);

describe('strings for a guest', () => {
  it('are consecutive in UTF-8, each ended by a NUL', () => {
    const encoded = encodeStrings(['a', '', 'é€', '😀'], 'argument');
    expect(textOf(encoded)).to.equal('a\0\0é€\0😀\0');
    expect(encoded.offsets).to.deep.equal([0, 2, 3, 9]);
  });

  it('may be empty', () => {
    expect(encodeStrings([], 'argument')).to.deep.equal({ bytes: new Uint8Array(), offsets: [] });
  });

  it('are named in an error if they are not strings, or cannot be encoded', () => {
    for (const wrong of [5, undefined, null, 'a\0b', '\ud800', 'a\udc00b']) {
      expect(() => encodeStrings(['fine', wrong as string], 'argument')).to.throw(ConfigurationError, /^argument /);
    }
  });
});

describe('environment variables', () => {
  it('are pairs of names and values, which may contain =', () => {
    expect(textOf(encodeEnvironment({ HOME: '/', EQUATION: 'a=b', EMPTY: '' }))).to.equal(
      'HOME=/\0EQUATION=a=b\0EMPTY=\0',
    );
  });

  it('are omitted if the value is undefined', () => {
    expect(textOf(encodeEnvironment({ HOME: undefined, LANG: 'C' }))).to.equal('LANG=C\0');
  });

  it('are named in an error if a name or a value is invalid', () => {
    for (const [name, value] of [
      ['HOME', null],
      ['HOME', 5],
      ['', 'x'],
      ['A=B', 'x'],
      ['A', 'x\0'],
      ['A\0', 'x'],
      ['A', '\ud800'],
    ] as const) {
      const env = { [name]: value } as Record<string, string>;
      expect(() => encodeEnvironment(env), `${name}=${value}`).to.throw(
        ConfigurationError,
        /^(invalid )?environment variable /,
      );
    }
  });
});

describe('requireWellFormed', () => {
  it('accepts surrogate pairs, and refuses lone surrogates', () => {
    expect(() => requireWellFormed('a😀', 'guest path')).not.to.throw();
    expect(() => requireWellFormed('a\ude00', 'guest path')).to.throw(ConfigurationError, /^guest path /);
  });
});
