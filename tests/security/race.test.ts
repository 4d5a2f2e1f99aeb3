import { expect } from 'chai';
import { nodePorts } from '../../adapters/node/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { ProxyGuest } from '../application/abi/proxy-guest.js';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { type ExchangeName, exchanges } from './exchanges.js';
import { mechanism } from './mechanisms.js';
import { Race } from './race.js';

/** How often each side of the race has to be seen. A machine with much else to do takes longer for it. */
const OFTEN = 500;

const exchangeNames = Object.keys(exchanges) as ExchangeName[];

/**
 * Where directories are reached by path (`reach: 'checks'`), a race like this one is lost now and then, and that is said in the docs: what was
 * looked at can be exchanged before it is used. So there is no such test for it. `race-driver.ts` runs more of it, and on `node:wasi`.
 */
for (const { name, create } of hostFileSystems.filter(each => each.name !== 'checks'))
  for (const exchange of exchangeNames)
    for (const guestOn of [undefined, name])
      describe(`While ${guestOn === undefined ? 'another process' : 'another guest'} exchanges ${exchange}, on ${name}:`, () => {
        let race: Race;
        let guest: ProxyGuest;

        before(async () => {
          race = new Race(exchange);
          const runtime = createRuntime({ ...nodePorts(), fileSystem: create() });
          guest = await ProxyGuest.open(runtime, { preopens: { '/': race.grounds.inside } });
          await race.start(guestOn);
        });

        after(async () => {
          await race.dispose();
          guest.close();
        });

        it(`${mechanism(11)}: not one of the guest’s calls reaches the outside`, () => {
          const { refuses } = exchanges[exchange];
          const { escapes, trespass, stopped, calls, rounds, seen } = race.run(guest, (soFar, made) => {
            guest.lines.length = 0;
            return Math.min(soFar.through, refuses ? soFar.refused : OFTEN, made) >= OFTEN || soFar.escapes > 0;
          });
          const told = `${calls} calls, ${rounds} rounds of exchanges: ${JSON.stringify([...seen])}`;
          expect(escapes, told).to.equal(0);
          expect(trespass, told).to.equal(undefined);
          expect(stopped, 'who exchanges has stopped by itself').to.equal(true);
          expect(race.whole, 'what is exchanged is there').to.equal(true);
        });
      });
