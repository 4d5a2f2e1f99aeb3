import { expect } from 'chai';
import { LineInput } from '../../../../adapters/inspector/live/line-input.js';

describe('the lines of a terminal', () => {
  let line: LineInput;
  beforeEach(() => {
    line = new LineInput();
  });

  /** Types, and returns what the program receives. */
  const lines = (...keys: readonly string[]) => keys.map(each => line.type(each).lines).join('');

  it('reach the program when they are ended, and are shown while they are typed', () => {
    expect(line.type('A')).to.deep.equal({ shown: 'A', lines: '', ends: false });
    expect(line.type('da')).to.deep.equal({ shown: 'da', lines: '', ends: false });
    expect(line.type('\r')).to.deep.equal({ shown: '\r\n', lines: 'Ada\n', ends: false });
    expect(lines('\r')).to.equal('\n');
  });

  it('can be pasted, several at once', () => {
    expect(line.type('one\ntwo\nthr').lines).to.equal('one\ntwo\n');
    expect(lines('ee\r')).to.equal('three\n');
  });

  it('can be taken back, a character or all of them', () => {
    expect(line.type('Adx\x7f')).to.include({ shown: 'Adx\b \b' });
    expect(lines('a\r')).to.equal('Ada\n');
    expect(line.type('\x7f').shown).to.equal('');
    line.type('wrong');
    expect(line.type('\x15').shown).to.equal('\b \b'.repeat(5));
    expect(lines('right\r')).to.equal('right\n');
  });

  it('end the input with Ctrl-D at their beginning; in the middle Ctrl-D sends what is typed', () => {
    expect(line.type('\x04')).to.deep.equal({ shown: '', lines: '', ends: true });
    line.type('half');
    expect(line.type('\x04')).to.deep.equal({ shown: '', lines: 'half', ends: false });
    expect(line.type('\x04').ends).to.equal(true);
  });

  it('contain whole characters and tabs, and ignore other keys', () => {
    line.type('größer 🙂');
    expect(line.type('\x7f').shown).to.equal('\b \b');
    expect(lines('\t.', '\x1b[A', '\x01', '\r')).to.equal('größer \t.\n');
  });
});
