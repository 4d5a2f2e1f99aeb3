import { expect } from 'chai';
import { ContainerModule } from 'inversify';
import { deterministicPorts, deterministicWorld } from '../../../adapters/memory/index.js';
import {
  assemble,
  createRuntime,
  traceSettings,
  traceSettingsIdentifier,
} from '../../../application/assembly/index.js';
import { findDenials } from '../../../application/diagnosis/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { HostcallEvent, TraceSettings } from '../../../application/tracing/index.js';
import { ProxyGuest } from '../abi/proxy-guest.js';
import { at } from '../hostcalls/fixture.js';

const host = () => deterministicWorld(1, '2026-01-31').module;

/** The trace of a guest that requests a hundred random bytes, and closes a number that is not open. */
async function known(runtime: Runtime): Promise<{ readonly kept: number; readonly reason: string | undefined }> {
  const calls: HostcallEvent[] = [];
  const watching = runtime.hostcalls$.subscribe(call => calls.push(call));
  const proxy = await ProxyGuest.open(runtime, {});
  proxy.ok('random_get', at.buffer, 100);
  proxy.call('fd_close', 99);
  proxy.close();
  watching.unsubscribe();
  const named = (name: string) => calls.find(call => call.name === name);
  return { kept: named('random_get')?.data?.length ?? -1, reason: named('fd_close')?.denial?.kind };
}

describe('traceSettings', () => {
  it('gives an assembled runtime its settings', async () => {
    const [usual, chosen] = await Promise.all([
      known(assemble(host())),
      known(assemble(host(), traceSettings({ payload: 64, denials: findDenials }))),
    ]);
    expect(usual).to.deep.equal({ kept: 32, reason: undefined });
    expect(chosen.kept).to.equal(64);
    expect(chosen.reason).to.be.a('string');
    const made = createRuntime(deterministicPorts(1, '2026-01-31'), { payload: 64, denials: findDenials });
    expect(await known(made)).to.deep.equal(chosen);
  });

  it('adds up, setting by setting, the later module before the earlier, wherever they stand', async () => {
    const twice = new ContainerModule(({ bind }) => {
      bind(traceSettingsIdentifier).toConstantValue({ payload: 48 });
      bind(traceSettingsIdentifier).toConstantValue({ payload: 50 });
    });
    const first = traceSettings({ payload: 64, denials: findDenials });
    const { kept, reason } = await known(assemble(first, host(), twice));
    expect([kept, typeof reason]).to.deep.equal([50, 'string']);
    expect((await known(assemble(twice, host(), first))).kept).to.equal(64);
    expect((await known(assemble(first, host(), traceSettings({ redact: true })))).kept).to.equal(0);
  });

  it('does not set what is undefined', async () => {
    const nothing = { payload: undefined } as unknown as TraceSettings;
    expect((await known(assemble(host(), traceSettings({ payload: 40 }), traceSettings(nothing)))).kept).to.equal(40);
  });

  const wrong: readonly [unknown, string][] = [
    [{ payloads: 1 }, '; did you mean payload?'],
    [{ toString: true }, 'unknown option "toString" of '],
    [{ payload: -1 }, ' is -1; give a number of bytes, or Infinity, or leave it out'],
    [{ payload: Number.NaN }, ' is NaN; '],
    [{ payload: '64' }, ' is "64"; '],
    [{ stacks: 1 }, ' is 1; give true or false, or leave it out'],
    [{ clock: { now: 1 } }, ' is an object; give an object with monotonic(), or leave it out'],
    [{ clock: null }, ' is null; '],
    [{ dumps: 'all' }, ' is "all"; give an object of descriptors, with read, write or both, or leave it out'],
    [{ dumps: { reads: 'all' } }, 'unknown option "reads" of dumps; did you mean read?'],
    [{ dumps: { read: 1 } }, 'option "read" of dumps is 1; give an array of descriptors, or \'all\''],
    [{ denials: true }, ' is true; give findDenials, or leave it out'],
    [{ denials: Object.create(null) }, ' is an object; '],
  ];
  for (const [settings, message] of wrong) {
    it(`refuses what ends in: ${message}`, () => {
      const given = settings as TraceSettings;
      const bound = new ContainerModule(({ bind }) => {
        bind(traceSettingsIdentifier).toConstantValue(given);
      });
      for (const use of [
        () => traceSettings(given),
        () => assemble(host(), bound),
        () => createRuntime(deterministicPorts(1, '2026-01-31'), given),
      ])
        expect(use).to.throw(ConfigurationError, message);
    });
  }

  it('refuses what is not an object', () => {
    for (const settings of [undefined, null, 64]) {
      expect(() => traceSettings(settings as unknown as TraceSettings)).to.throw(
        ConfigurationError,
        `the options of a trace are ${settings}; give an object with payload, clock, `,
      );
    }
  });
});
