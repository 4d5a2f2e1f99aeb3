import { expect } from 'chai';
import { AF_INET6 } from '../../../../adapters/system/constants.js';
import { networkAddress, sockaddr, socketAddress } from '../../../../adapters/system/sockets/socket-address.js';

/** Bytes that a `struct sockaddr_un` has for a path and the NUL at its end. */
const PATH_SIZE = 108;

describe('addresses of sockets', () => {
  it('have room for a path and its end', () => {
    for (const path of ['x', 'ä', 'x'.repeat(PATH_SIZE - 1)]) {
      const found = sockaddr({ path }, AF_INET6);
      expect(found && socketAddress(found, AF_INET6)).to.deep.equal({ path });
    }
    for (const path of ['', 'a\0b', 'x'.repeat(PATH_SIZE), 'ä'.repeat(PATH_SIZE / 2)])
      expect(sockaddr({ path }, AF_INET6), path).to.equal(undefined);
  });

  it('are complete or undefined', () => {
    for (const [host, least] of [
      ['127.0.0.1', 16],
      ['::1', 24],
    ] as const) {
      const whole = sockaddr({ host, port: 80 }, AF_INET6) as Uint8Array;
      expect(networkAddress(whole.subarray(0, least), AF_INET6)).to.have.property('port', 80);
      for (const length of [0, 1, 2, 15, least - 1])
        expect(networkAddress(whole.subarray(0, length), AF_INET6), `${host}, ${length}`).to.equal(undefined);
    }
  });

  it('are undefined for an unnamed socket, and for another family', () => {
    for (const bytes of [[], [1], [1, 0], [1, 0, 0, 0x61], [16, 0, 0x61, 0], [2, 0]])
      expect(socketAddress(Uint8Array.from(bytes), AF_INET6), `${bytes}`).to.equal(undefined);
  });
});
