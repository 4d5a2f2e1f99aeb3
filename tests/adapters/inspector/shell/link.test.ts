import { expect } from 'chai';
import { linked, linkedCall, withLinked } from '../../../../adapters/inspector/shell/link.js';

describe('A link to a call', () => {
  it('is found among the other parts of an address', () => {
    for (const hash of ['#call=1234', '#view=open&call=1234', '#call=1234&x=1'])
      expect(linkedCall(hash)).to.equal(1234);
    for (const hash of ['', '#', '#recall=1', '#call=', '#call=1x', '#call=-1', '#call=99999999999'])
      expect(linkedCall(hash), hash).to.equal(undefined);
  });

  it('replaces the one before, and leaves the rest', () => {
    expect(withLinked('', 'call', '7')).to.equal('#call=7');
    expect(withLinked('#call=1', 'call', '7')).to.equal('#call=7');
    expect(withLinked('#/open/report', 'call', '7')).to.equal('#/open/report&call=7');
    expect(withLinked('#a&call=1&b', 'call', '7')).to.equal('#a&call=7&b');
  });

  it('has the order of the list beside the call', () => {
    const hash = withLinked('#call=7', 'sort', '-duration');
    expect(hash).to.equal('#call=7&sort=-duration');
    expect([linkedCall(hash), linked(hash, 'sort')]).to.deep.equal([7, '-duration']);
    expect(withLinked(hash, 'sort', undefined)).to.equal('#call=7');
    expect(withLinked('#sort=bytes&call=7', 'sort', undefined)).to.equal('#call=7');
    expect(withLinked('#sort=bytes', 'sort', undefined)).to.equal('#');
    expect(withLinked('#call=7', 'sort', undefined)).to.equal('#call=7');
  });

  it('has the filter as it was typed, whatever is in it', () => {
    for (const filter of [
      '%file status=failed',
      'path=/tmp/a&b',
      "path='%20#$1'",
      '/^fd_(read|write)$/',
      '\u{1f600}',
    ]) {
      const hash = withLinked(withLinked('#call=7', 'filter', 'fd_read'), 'filter', filter);
      expect(new URL(hash, 'http://localhost/').hash).to.equal(hash);
      expect([linked(hash, 'filter'), linkedCall(hash)]).to.deep.equal([filter, 7]);
      expect(withLinked(hash, 'filter', undefined)).to.equal('#call=7');
    }
  });

  it('says nothing where it cannot be decoded', () => {
    expect(linked('#filter=%file', 'filter')).to.equal(undefined);
  });
});
