import { expect } from 'chai';
import {
  checkName,
  checkTarget,
  Errno,
  errnoName,
  type NameRule,
  nameRules,
  windowsNaming,
} from '../../../domain/index.js';

const refused: Readonly<Record<NameRule, readonly string[]>> = {
  control: ['a\0b', '\n', 'tab\there', '\x1f', '\x01'],
  separator: ['a\\b', '\\', '\\\\server\\share', '\\\\?\\C:\\x', '\\\\.\\COM1', '..\\x', 'a/b', '\\??\\C:'],
  colon: ['C:', 'C:x', 'c:', 'name:stream', 'name::$DATA', ':', 'NUL:', 'COM1:', '1:'],
  reserved: ['a<b', 'a>b', 'a"b', 'a|b', 'a?b', 'a*', '*.txt', '??'],
  trailing: ['a.', 'a ', 'a. .', '...', ' ', '. ', '.. ', 'a...', 'conx '],
  device: [
    ...['con', 'CON', 'cOn', 'prn', 'aux', 'nul', 'NUL', 'conin$', 'CONOUT$', 'clock$'],
    ...['com0', 'COM1', 'com9', 'COM¹', 'com²', 'Com³', 'LPT0', 'lpt1', 'LPT9', 'lpt¹', 'LPT²', 'LPT³'],
    ...['NUL.txt', 'nul.tar.gz', 'con .txt', 'aux  .c', 'con.', 'CON ', 'prn . .', 'COM¹.log', 'COM1 . .ext', 'NUL.'],
  ],
  miscoded: ['\u{10ffff}', 'a\u{10ffff}.txt', '\u{10000}', 'AUX\u{10000}x', '..\u{10000}'],
  short: ['PROGRA~1', 'progra~1', 'ABCDEF~1.TXT', 'a~1', 'TE021F~1.TXT', 'A~123456', 'abc~12.c', '~1', 'é~1.TXT'],
};

const used = [
  ...[
    'a',
    'README',
    'ünï',
    '日本',
    '😀',
    '.hidden',
    '..x',
    '...x',
    'a.b.c',
    'a b',
    ' a',
    '-',
    '~',
    '\x7f',
    'x'.repeat(255),
  ],
  ...[
    'console',
    'CONX',
    'conin',
    'nul1',
    'nulx.txt',
    'com',
    'com10',
    'COM¹0',
    'com⁴',
    'com١',
    'lpt',
    'xcon',
    ' con',
    '.con',
    'x.nul',
  ],
  ...[
    'auxı',
    'conın$',
    'a~b',
    'foo~',
    'backup~1~',
    'file.~1~',
    'abcdefghi~1',
    'a~1.text',
    'a~1.b.c',
    'a ~1x',
    'x=1,2;+[y]!',
  ],
  ...['__proto__', 'constructor', "it's", '(1)', '{}', '^', '%TEMP%', '$MFT', '#', '@', '&', '`'],
];

describe('windowsNaming', () => {
  for (const [rule, names] of Object.entries(refused)) {
    it(`refuses by the rule ${rule}, which says why`, () => {
      for (const name of names) {
        expect(windowsNaming.violation(name), JSON.stringify(name)).equal(rule);
        expect(checkName(windowsNaming, name), JSON.stringify(name)).equal(-Errno.EINVAL);
      }
      expect(nameRules[rule as NameRule]).match(/^The name .*\.$/);
    });
  }

  it('refuses nothing else', () => {
    for (const name of used) {
      expect(windowsNaming.violation(name), JSON.stringify(name)).equal(undefined);
      expect(checkName(windowsNaming, name), JSON.stringify(name)).equal(0);
    }
  });

  it('does not take `.` and `..` for names', () => {
    for (const step of ['.', '..']) expect(windowsNaming.violation(step)).equal(undefined);
  });

  it('counts the length of a name in UTF-16 code units', () => {
    expect(checkName(windowsNaming, '日'.repeat(255))).equal(0);
    expect(errnoName(-checkName(windowsNaming, 'x'.repeat(256)))).equal('ENAMETOOLONG');
    expect(errnoName(-checkName(windowsNaming, '😀'.repeat(128)))).equal('ENAMETOOLONG');
    expect(errnoName(-checkName(windowsNaming, '*'.repeat(256)))).equal('EINVAL');
  });

  it('treats names that differ in case as equal, code unit by code unit', () => {
    const same = (one: string, other: string) => windowsNaming.key(one) === windowsNaming.key(other);
    for (const [one, other] of [
      ['readme', 'README'],
      ['ünï', 'ÜNÏ'],
      ['жук', 'ЖУК'],
      ['ÿ', 'Ÿ'],
      ['a😀', 'A😀'],
      ['σ', 'Σ'],
      ['ǆ', 'Ǆ'],
      ['ᾀ', 'ᾈ'],
      ['ῳ', 'ῼ'],
    ] as const) {
      expect(same(one, other), `${one} and ${other}`).equal(true);
    }
    for (const [one, other] of [
      ['ß', 'SS'],
      ['ß', 'ss'],
      ['ß', 'ẞ'],
      ['ς', 'Σ'],
      ['µ', 'Μ'],
      ['ǅ', 'Ǆ'],
      ['İ', 'i'],
      ['\u2126', 'ω'],
      ['ı', 'I'],
      ['ı', 'i'],
      ['ſ', 's'],
      ['\u212a', 'k'],
      ['ﬁ', 'FI'],
      ['é', 'e\u0301'],
      ['𐐨', '𐐀'],
      ['a', 'b'],
    ] as const) {
      expect(same(one, other), `${one} and ${other}`).equal(false);
    }
  });
});

describe('checkName and checkTarget', () => {
  it('let everything pass where there are no rules', () => {
    expect(checkName(undefined, 'NUL')).equal(0);
    expect(checkTarget(undefined, 'C:\\x')).equal(0);
  });

  it('checkTarget looks at every name, wherever a target leads', () => {
    for (const target of ['a', '../a', './a/..//b/', '/absolute', '.', 'a b/c']) {
      expect(checkTarget(windowsNaming, target), target).equal(0);
    }
    for (const target of ['a\\b', 'C:/x', 'C:x', '../NUL', 'nul/../x', 'a./b', '//?/C:/x', 'dir/PROGRA~1', 'x:y']) {
      expect(errnoName(-checkTarget(windowsNaming, target)), target).equal('EINVAL');
    }
    expect(checkTarget(windowsNaming, `a/${'x'.repeat(256)}`)).equal(0);
  });
});
