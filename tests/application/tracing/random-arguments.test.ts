import { expect } from 'chai';
import fc from 'fast-check';
import { formatStrace } from '../../../application/formats/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import { Errno, hostcallNames, paramKinds, describe as rowOf, signatureOf } from '../../../domain/index.js';
import { anyCall, anyGuest, makeAny } from './random-calls.js';
import { TracedGuest } from './traced-guest.js';

const OUT_OF_BOUNDS = '0xfffffff0 /* out of bounds */';

describe('tracing any arguments over any memory', () => {
  it('never throws, returns the errno, and gives one line of printable ASCII', () => {
    fc.assert(
      fc.property(anyCall, fc.boolean(), (call, raw) => {
        const guest = anyGuest(call);
        const lines: string[] = [];
        const options = { raw, times: true };
        guest.hub.entered$.subscribe(event => lines.push(formatStrace(event, options)));
        const events: HostcallEvent[] = [];
        guest.hub.hostcalls$.subscribe(event => events.push(event));
        expect(makeAny(guest, call)).to.equal(call.errno);
        expect(events).to.have.length(1);
        // Here, not in the subscriber: what that throws goes elsewhere.
        for (const event of events) {
          lines.push(formatStrace(event, options));
          JSON.stringify(event);
          expect(event.raw).to.deep.equal(call.args);
          expect(event.data?.length ?? 0).to.be.at.most(4096);
        }
        expect(lines).to.have.length(2);
        for (const line of lines) expect(line).to.match(/^[ -~]+$/);
        expect(lines[0]).to.match(/ <unfinished \.\.\.>$/);
        expect(lines[1]).to.match(/^[a-z_]+\(.*\) += .* <\d+\.\d{6}>$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('marks every pointer that is out of bounds', () => {
    const guest = new TracedGuest();
    for (const name of hostcallNames) {
      const { params, results } = rowOf(name);
      // As pointers these numbers are out of bounds, even if they are valid counts.
      const args = signatureOf(name).params.map(({ type }) => (type === 'i64' ? 0n : -16));
      const line = guest.trace(name, args, () => Errno.EFAULT).text();
      const pointers =
        params.filter(({ kind }) => paramKinds[kind].pointsTo !== undefined).length +
        results.reduce((sum, { kind }) => sum + (kind === 'strings' ? 2 : 1), 0);
      expect(line.split(OUT_OF_BOUNDS).length - 1, line).to.equal(pointers);
    }
    const line = guest.trace('path_rename', [3, -16, 4, 3, 0x7fff_ffff, 4], () => 21).text();
    expect(line).to.equal(
      'path_rename(3</>, 0xfffffff0 /* out of bounds */, 4, 3</>, 0x7fffffff /* out of bounds */, 4) = -1 EFAULT (Bad address)',
    );
  });
});
