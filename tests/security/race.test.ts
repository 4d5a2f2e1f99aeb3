import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { Race } from './race.js';

/** How often each side of the race has to be seen. A machine with much else to do takes longer for it. */
const OFTEN = 2000;

/**
 * Where directories are reached by path (`reach: 'checks'`), a race like this one is lost now and then, and that is said in the docs: what was
 * looked at can be exchanged before it is used. So there is no such test for it. `race-driver.ts` runs more of it, and on `node:wasi`.
 */
for (const { name, create } of hostFileSystems.filter(each => each.name !== 'checks'))
  describe(`While somebody exchanges directories for links, with ${name}`, () => {
    let race: Race;
    let guest: ProxyGuest;

    before(async () => {
      race = new Race();
      const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
      guest = await ProxyGuest.open(runtime, { preopens: { '/': race.grounds.inside } });
      await race.start();
    });

    after(async () => {
      await race.dispose();
      guest.close();
    });

    it('not one of the guest’s calls reaches the outside', () => {
      const { escapes, trespass, stopped, calls, rounds, seen } = race.run(guest, soFar => {
        guest.lines.length = 0;
        return Math.min(soFar.through, soFar.refused, soFar.rounds) >= OFTEN || soFar.escapes > 0;
      });
      const told = `${calls} calls, ${rounds} rounds of exchanges: ${JSON.stringify([...seen])}`;
      expect(escapes, told).to.equal(0);
      expect(trespass, told).to.equal(undefined);
      expect(stopped, 'who exchanges has stopped by itself').to.equal(true);
      expect(race.whole, 'what is exchanged is there').to.equal(true);
    });
  });
