import { expect } from 'chai';
import { ConfigurationError, GuestExit, GuestTrap } from '../../application/errors.js';

describe('ConfigurationError', () => {
  it('has the problem and the remedy as members, and both in its message', () => {
    const error = new ConfigurationError('the quota bytes is -1', 'give a number; 0 leaves no room');
    expect(error).to.be.an.instanceOf(Error).with.property('name', 'ConfigurationError');
    expect(error.problem).to.equal('the quota bytes is -1');
    expect(error.remedy).to.equal('give a number; 0 leaves no room');
    expect(error.message).to.equal('the quota bytes is -1; give a number; 0 leaves no room');
  });

  it('escapes characters that are not printable, in each of the texts', () => {
    const error = new ConfigurationError('unknown \x1b[31mname', 'write \u202eone');
    expect(error.problem).to.equal(String.raw`unknown \u{1b}[31mname`);
    expect(error.remedy).to.equal(String.raw`write \u{202e}one`);
    expect(error.message).to.equal(`${error.problem}; ${error.remedy}`);
  });

  it('keeps the cause', () => {
    const cause = new Error('deeper');
    expect(new ConfigurationError('a', 'b', { cause }).cause).to.equal(cause);
  });
});

describe('GuestTrap and GuestExit', () => {
  it('keep what the engine said, and print it', () => {
    const cause = new Error('unreachable');
    const trap = new GuestTrap('un\x1breachable', cause);
    expect(trap).to.include({ name: 'GuestTrap', text: 'un\x1breachable', cause });
    expect(trap.message).to.equal(String.raw`the guest trapped: un\u{1b}reachable`);
  });

  it('keep the exit code', () => {
    expect(new GuestExit(0xffffffff)).to.include({ name: 'GuestExit', exitCode: 0xffffffff });
  });
});
