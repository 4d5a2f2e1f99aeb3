import { expect } from 'chai';
import { formatOutcome, formatStrace, toStraceLine } from '../../../../application/formats/index.js';
import { LineStyle } from '../../../../application/formats/strace/line-style.js';
import { STRACE_DEFAULTS } from '../../../../application/formats/strace/strace-options.js';
import { quote, quoteHex, quoteLabel } from '../../../../application/text/index.js';
import { TracedGuest } from '../../tracing/traced-guest.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');

describe('strings in a trace', () => {
  const cases: readonly [string, string][] = [
    ['', '""'],
    ['plain text ~', '"plain text ~"'],
    ['\t\n\v\f\r"\\', '"\\t\\n\\v\\f\\r\\"\\\\"'],
    ['\0', '"\\0"'],
    ['\x007', '"\\0007"'],
    ['\x008', '"\\08"'],
    ['\x1b[0m', '"\\33[0m"'],
    ['\x7f\xff', '"\\177\\377"'],
    ['\xff1', '"\\3771"'],
  ];
  for (const [text, quoted] of cases) {
    it(`${quoted}`, () => expect(quote(bytes(text), text.length, 32)).to.equal(quoted));
  }

  it('are cut with dots behind the quotes, also where not all of it was kept', () => {
    expect(quote(bytes('abcdef'), 6, 4)).to.equal('"abcd"...');
    expect(quote(bytes('abcd'), 6, 32)).to.equal('"abcd"...');
    expect(quote(bytes('abcd'), 4, 4)).to.equal('"abcd"');
    // The digit behind the cut is not shown, so the number before it is short.
    expect(quote(bytes('\x007'), 2, 1)).to.equal('"\\0"...');
    expect(quoteHex(bytes('a\0b'), 3, 2)).to.equal('"\\x61\\x00"...');
  });

  it('escape their brackets in labels', () => {
    expect(quoteLabel('/a b.txt')).to.equal('/a b.txt');
    expect(quoteLabel('/a>1\n<')).to.equal('/a\\0761\\n\\074');
    expect(quoteLabel('é')).to.equal('\\303\\251');
  });
});

describe('rights in a trace', () => {
  const cases: readonly [bigint, string][] = [
    [0n, '0'],
    [0x2n, 'FD_READ'],
    [0x46n, 'FD_READ|FD_SEEK|FD_WRITE'],
    [0x47n, '0x47 /* 4 rights */'],
    [0x3fffffffn, '~[]'],
    [0xfffffffn, '~[SOCK_SHUTDOWN SOCK_ACCEPT]'],
    [0x40000002n, '0x40000002 /* 1 rights */'],
  ];
  for (const [value, text] of cases)
    it(text, () =>
      expect(new LineStyle({ ...STRACE_DEFAULTS, raw: false, verbose: false }).rights(value)).to.equal(text),
    );
});

describe('a trace’s line', () => {
  const guest = new TracedGuest();
  guest.u32(0x100, 0x200, 6);
  guest.text(0x200, 'hello\n');
  const write = guest.trace('fd_write', [1, 0x100, 1, 0x80], () => {
    guest.u32(0x80, 6);
    return 0;
  });
  const failed = guest.trace('path_open', [3, 0, 0x200, 5, 0, -1n, 2n, 0, 0x80], () => 44);

  it('shows the time in the call if asked', () => {
    expect(formatStrace(write, { times: true })).to.equal(
      'fd_write(1<stdout>, [{buf="hello\\n", buf_len=6}], 1) = 6 <0.000009>',
    );
  });

  it('shows as much of strings as asked, and names in full', () => {
    expect(formatStrace(write, { stringSize: 2 })).to.contain('buf="he"...,');
    expect(formatStrace(failed, { stringSize: 2 })).to.contain(', "hello", ');
  });

  it('leaves out the names of descriptors if asked', () => {
    expect(formatStrace(write, { descriptorPaths: false })).to.match(/^fd_write\(1, /);
  });

  it('puts the result in the requested column', () => {
    expect(formatStrace(guest.trace('sched_yield', []), { column: 20 })).to.equal('sched_yield()       = 0');
  });

  it('shows the numbers of the ABI if asked', () => {
    expect(formatStrace(write, { raw: true })).to.equal('fd_write(1, 0x100, 1, 0x80)             = 0');
    expect(formatStrace(failed, { raw: true })).to.equal(
      'path_open(3, 0, 0x200, 5, 0, 18446744073709551615, 2, 0, 0x80) = 44 ENOENT',
    );
  });

  it('is also returned by an operator, and by the event', () => {
    const lines: string[] = [];
    guest.hub.hostcalls$.pipe(toStraceLine({ column: 20 })).subscribe(line => lines.push(line));
    guest.call('sched_yield', []);
    expect(lines).to.deep.equal(['sched_yield()       = 0']);
    expect(`${write}`).to.equal(formatStrace(write));
    expect(write.text()).to.equal(formatStrace(write));
  });

  it('says how a program ended', () => {
    expect(formatOutcome({ exitCode: 3 })).to.equal('+++ exited with 3 +++');
    expect(formatOutcome({ trap: 'unreachable' })).to.equal('+++ trapped: unreachable +++');
    expect(formatOutcome({ trap: 'two\nlines' })).to.equal('+++ trapped: two\\nlines +++');
    expect(formatOutcome({ signal: 'SIGTERM' })).to.equal('+++ killed by SIGTERM +++');
    expect(formatOutcome({ error: 'the disk is full' })).to.equal(undefined);
  });
});
