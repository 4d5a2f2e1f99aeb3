import { expect } from 'chai';
import { formatStrace } from '../../../../application/formats/strace/format-strace.js';
import { hostcallNames } from '../../../../domain/index.js';
import { TracedGuest } from '../traced-guest.js';

const number = (name: (typeof hostcallNames)[number]) => hostcallNames.indexOf(name);

describe('what is noted of a call', () => {
  it('adds up, and is in its event and its line', () => {
    const guest = new TracedGuest();
    const event = guest.trace('fd_sync', [4], () => {
      guest.tap.note({ delayed: true }, number('fd_sync'));
      guest.tap.note({ injected: true }, number('fd_sync'));
      return 0;
    });
    expect(event).to.include({ injected: true, delayed: true });
    expect(formatStrace(event, { raw: true })).to.match(/= 0 \(INJECTED\) \(DELAYED\)$/);
  });

  it('stays with the call, also around one that is not watched', () => {
    const guest = new TracedGuest();
    const lines: string[] = [];
    guest.hub.watch({ calls: ['fd_write'] }).subscribe(call => lines.push(call.text()));
    guest.call('fd_write', [1, 0, 0, 0x80], () => {
      guest.call('fd_sync', [4], () => {
        guest.tap.note({ injected: true }, number('fd_sync'));
        return 0;
      });
      return 0;
    });
    expect(lines).to.have.length(1);
    expect(lines[0]).to.not.contain('INJECTED');
  });

  it('is dropped if nothing is subscribed', () => {
    const guest = new TracedGuest();
    guest.tap.note({ injected: true }, number('fd_sync'));
    guest.trace('fd_close', [4]);
    guest.tap.note({ injected: true }, number('fd_close'));
    expect(guest.trace('fd_close', [4]).injected).to.equal(false);
  });
});
