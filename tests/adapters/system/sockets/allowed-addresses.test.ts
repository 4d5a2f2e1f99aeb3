import { expect } from 'chai';
import { AllowedAddresses } from '../../../../adapters/system/sockets/allowed-addresses.js';
import { ConfigurationError } from '../../../../application/errors.js';

const home = Uint8Array.of(127, 0, 0, 1);
const mapped = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1);
const loopback = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

describe('the addresses that a program may reach', () => {
  it('are those that are named, at the port that is named or at any', () => {
    const allowed = new AllowedAddresses(['127.0.0.1:80', '[::1]']);
    expect(allowed.allows({ bytes: home, port: 80 })).to.equal(true);
    expect(allowed.allows({ bytes: home, port: 81 })).to.equal(false);
    expect(allowed.allows({ bytes: loopback, port: 81 })).to.equal(true);
    expect(allowed.allows({ bytes: new Uint8Array(4), port: 80 })).to.equal(false);
  });

  it('are at any port up to the last', () => {
    expect(new AllowedAddresses(['127.0.0.1:65535']).allows({ bytes: home, port: 65535 })).to.equal(true);
    expect(() => new AllowedAddresses(['127.0.0.1:65536'])).to.throw(ConfigurationError, 'is no host');
  });

  it('are the same in the form of IPv6', () => {
    expect(new AllowedAddresses(['127.0.0.1']).allows({ bytes: mapped, port: 1 })).to.equal(true);
    expect(new AllowedAddresses(['::ffff:127.0.0.1']).allows({ bytes: home, port: 1 })).to.equal(true);
  });

  it('include those of a name once it has been resolved, and of no other name', () => {
    const allowed = new AllowedAddresses(['Example.org:80']);
    expect(allowed.allowsName('example.ORG')).to.equal(true);
    expect(allowed.allowsName('example.net')).to.equal(false);
    expect(allowed.allows({ bytes: home, port: 80 })).to.equal(false);
    allowed.learn('example.org', [{ bytes: home, port: 0 }]);
    expect(allowed.allows({ bytes: home, port: 80 })).to.equal(true);
    expect(allowed.allows({ bytes: home, port: 443 })).to.equal(false);
  });

  for (const text of ['', ':80', 'a:b', '[127.0.0.1]', '[::1', 'a b', 'host:70000', 'http://host'])
    it(`are invalid: '${text}'`, () => {
      expect(() => new AllowedAddresses([text])).to.throw(ConfigurationError, 'is no host');
    });
});
