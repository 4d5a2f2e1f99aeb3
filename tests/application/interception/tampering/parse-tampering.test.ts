import { expect } from 'chai';
import { ConfigurationError } from '../../../../application/errors.js';
import { parseTampering } from '../../../../application/interception/index.js';

describe('a tampering as text', () => {
  for (const [text, expected] of [
    ['fd_write:error=ENOSPC', { calls: 'fd_write', error: 'ENOSPC' }],
    ['%file,!path_open:error=44:when=2+', { calls: '%file,!path_open', error: '44', when: '2+' }],
    ['fd_sync:retval=0', { calls: 'fd_sync', retval: 0 }],
    ['fd_read:retval=0x10:force', { calls: 'fd_read', retval: 16, force: true }],
    ['fd_read:delay_enter=100', { calls: 'fd_read', delayEnter: 100_000 }],
    ['fd_read:delay_exit=2s', { calls: 'fd_read', delayExit: 2e9 }],
    ['fd_read:delay_enter=1.5ms:delay_exit=3us', { calls: 'fd_read', delayEnter: 1_500_000, delayExit: 3000 }],
    ['fd_read:delay_exit=7ns', { calls: 'fd_read', delayExit: 7 }],
    ['/^(?:fd|path)_/:error=EIO', { calls: '/^(?:fd|path)_/', error: 'EIO' }],
    ['/a\\/b:/,fd_read:retval=1', { calls: '/a\\/b:/,fd_read', retval: 1 }],
    ['fd_read', { calls: 'fd_read' }],
    ['', { calls: '' }],
  ] as const) {
    it(`is read: ${text}`, () => {
      expect(parseTampering(text)).to.deep.equal(expected);
    });
  }

  it('is ENOSYS for a fault without an error, as with strace', () => {
    expect(parseTampering('fd_read', 'fault')).to.deep.equal({ calls: 'fd_read', error: 'ENOSYS' });
    expect(parseTampering('fd_read:when=3', 'fault')).to.deep.equal({ calls: 'fd_read', error: 'ENOSYS', when: '3' });
    expect(parseTampering('fd_read:error=EIO', 'fault')).to.deep.equal({ calls: 'fd_read', error: 'EIO' });
  });

  for (const [text, message] of [
    ['fd_read:eror=EIO', "'eror' is nothing that can be done to a call; did you mean error?"],
    [
      'fd_read:explode=1',
      "'explode' is nothing that can be done to a call; there are error, retval, delay_enter, delay_exit, when, force",
    ],
    ['fd_read:', "'' is nothing that can be done to a call; there are"],
    ['fd_read:constructor=1', "'constructor' is nothing that can be done to a call; there are"],
    ['fd_read:error', 'error has no value; write error=…'],
    ['fd_read:error=', 'error has no value; write error=…'],
    ['fd_read:error=EIO:error=EIO', "error stands twice in 'fd_read:error=EIO:error=EIO'; keep one of them"],
    ['fd_read:error=EIO:force=1', 'force takes no value; write fd_read:…:force'],
    ['fd_read:retval=-1', 'invalid number retval=-1; write a whole number, such as retval=0'],
    ['fd_read:retval=1e3', 'invalid number retval=1e3'],
    [
      'fd_read:delay_enter=5m',
      'invalid duration delay_enter=5m; write microseconds, or a number with the suffix s, ms, us or ns',
    ],
    ['fd_read:delay_exit=-5', 'invalid duration delay_exit=-5'],
    ['fd_read:signal=SIGTERM', 'there is no signal=: a host cannot send a WASI program a signal; make the call fail'],
    ['fd_read:syscall=getpid', 'there is no syscall=: no other call can be made in place of one'],
    ['fd_read:poke_enter=@arg1=00', "there is no poke_enter=: tampering does not write to the guest's memory"],
    ['fd_read:poke_exit=@arg1=00', "there is no poke_exit=: tampering does not write to the guest's memory"],
  ] as const) {
    it(`is invalid: ${text}`, () => {
      expect(() => parseTampering(text)).to.throw(ConfigurationError, message);
    });
  }

  for (const word of ['retval=0', 'delay_enter=1', 'delay_exit=1']) {
    it(`cannot be a fault with ${word}`, () => {
      const [name] = word.split('=');
      expect(() => parseTampering(`fd_read:${word}`, 'fault')).to.throw(
        ConfigurationError,
        `fault= takes no ${name}; write inject= instead`,
      );
    });
  }

  it('is read in linear time, however long it is', () => {
    for (const piece of ['/', '/\\/', '\\', '/:', ':', ' ', '1'])
      for (const text of [
        piece.repeat(300_000),
        `fd_read:${piece.repeat(300_000)}`,
        `fd_read:delay_exit=${piece.repeat(300_000)}x`,
      ])
        try {
          parseTampering(text);
        } catch (error) {
          expect(error, piece).to.be.instanceOf(ConfigurationError);
        }
  });
});
