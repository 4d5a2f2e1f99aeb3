import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { O_CLOEXEC } from '../../../../adapters/system/constants.js';
import { ffiNames, systemCalls } from '../../../../adapters/system/index.js';
import { connect, listen, network, type SocketAddress } from '../../../../api/node.js';
import { Errno, Filetype } from '../../../../domain/index.js';

/** The sockets of this process that a child process would inherit, by the number. */
function inheritedSockets(): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter(fd => {
      try {
        if (!readlinkSync(`/proc/self/fd/${fd}`).startsWith('socket:')) return false;
        const [, flags = ''] = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1')) ?? [];
        return (Number.parseInt(flags, 8) & O_CLOEXEC) === 0;
      } catch {
        // That of the listing itself.
        return false;
      }
    });
}

for (const system of ffiNames) {
  if (typeof systemCalls(system) === 'string') continue;

  describe(`sockets through ${system}, where another program is started`, () => {
    it('are not inherited: neither those that listen nor those that are connected or accepted', async () => {
      const before = inheritedSockets();
      const listener = await listen({ host: '127.0.0.1', port: 0 }, { system });
      const connected = await connect(listener.address as SocketAddress, { system });
      let accepted = listener.accept();
      for (let looks = 0; accepted === -Errno.EAGAIN && looks < 1000; looks++) {
        await setTimeout(5);
        accepted = listener.accept();
      }
      if (typeof accepted === 'number') throw new Error(`accept: ${accepted}`);
      const opened = network({ allow: ['127.0.0.1'], system }).open(4, Filetype.SOCKET_DGRAM);
      if (typeof opened === 'number') throw new Error(`open: ${opened}`);
      expect(inheritedSockets()).to.deep.equal(before);
      for (const each of [opened, accepted, connected, listener]) each.close();
    });

    it('reach the addresses of a name once it has been resolved', () => {
      const named = network({ allow: ['localhost:80', 'none.invalid'], system });
      const home = { bytes: Uint8Array.of(127, 0, 0, 1), port: 80 };
      expect(named.allows(home)).to.equal(false);
      const query = { family: 4, passive: false } as const;
      expect(named.resolve('other.invalid', '', query)).to.equal(-Errno.EACCES);
      expect(named.resolve('none.invalid', '', query)).to.be.a('number');
      expect(named.allows(home)).to.equal(false);
      expect(named.resolve('localhost', '', query)).to.be.an('array');
      expect(named.allows(home)).to.equal(true);
      expect(named.allows({ ...home, port: 81 })).to.equal(false);
    });
  });
}
