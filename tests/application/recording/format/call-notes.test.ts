import { expect } from 'chai';
import { decodeNotes, encodeNotes } from '../../../../application/recording/format/call-notes.js';

describe('the stack that a recording keeps of a call', () => {
  const stack = [{ function: 'main', index: 5, offset: 0x2a }, { index: 6 }, { function: 'only a name' }];

  it('is kept as frames', () => {
    const text = encodeNotes({ stack });
    expect(JSON.parse(text)).to.deep.equal({ stack });
    expect(decodeNotes(text)).to.deep.equal({ stack });
  });

  it('is read without unknown parts of frames', () => {
    expect(decodeNotes('{"stack":[{"index":1,"more":2}]}')).to.deep.equal({ stack: [{ index: 1 }] });
  });

  it('is refused in any other form', () => {
    for (const stack of [
      '"at f (wasm://…)"',
      '{}',
      '[1]',
      '[null]',
      '[[]]',
      '[{"index":-1}]',
      '[{"index":1.5}]',
      '[{"function":1}]',
      '[{"offset":"2"}]',
    ]) {
      expect(decodeNotes(`{"stack":${stack}}`), stack).to.equal(undefined);
    }
  });
});
