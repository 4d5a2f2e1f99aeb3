import { expect } from 'chai';
import fc from 'fast-check';
import {
  captureOutput,
  deterministicPorts,
  FixedClock,
  memoryDirectory,
  symlink,
  textInput,
} from '../../../adapters/memory/index.js';
import { faulty, mounts, readOnly } from '../../../application/composition/index.js';
import { explainDenial, findDenials } from '../../../application/diagnosis/index.js';
import { GuestExit } from '../../../application/errors.js';
import { formatStrace, NdjsonExporter } from '../../../application/formats/index.js';
import { Runtime } from '../../../application/runtime/index.js';
import type { DenialKind, HostcallEvent } from '../../../application/tracing/index.js';
import { type DescriptorTable, errnoName } from '../../../domain/index.js';
import { anyCall, type FuzzCall, type Live } from '../../fuzz/calls.js';
import { proxyModule } from '../abi/proxy-guest.js';
import { checkNdjson } from '../formats/exporters/check-ndjson.js';

const contents = {
  'real.txt': 'real',
  'dir/inner.txt': 'inner',
  'a/b/own.txt': 'own',
  'a/b/sub/x': '',
  'a/b/link': symlink('own.txt'),
  'a/b/out': symlink('../../../outside/dir'),
  'a/b/up': symlink('..'),
  'a/b/dot': symlink('.'),
  'a/b/loop': symlink('loop/x'),
  'a/b/abs': symlink('/etc'),
};

/** Each time the same, times and numbers included. */
const tree = (device: bigint) => memoryDirectory(contents, { device, clocks: new FixedClock('2026-01-01T00:00:00Z') });

/** The kinds of reasons that calls with an errno can have, where there can be only some. */
const kinds: Readonly<Record<string, readonly DenialKind[]>> = {
  EFAULT: ['pointer'],
  EILSEQ: ['encoding'],
  EBADF: ['descriptor', 'rights'],
  ENOTCAPABLE: ['rights', 'path', 'contradiction'],
  ENOTSOCK: ['descriptor'],
  EMFILE: ['limit'],
  ELOOP: ['path', 'operation'],
  EROFS: ['operation', 'returned'],
};

/** The results of a sequence of calls for a guest. */
interface Story {
  readonly errnos: number[];
  readonly events: HostcallEvent[];
  readonly memory: Uint8Array;
}

describe('the reasons of any calls', () => {
  let module: object;

  before(async () => {
    module = await new Runtime(deterministicPorts(1, '2026-01-01T00:00:00Z')).compile(await proxyModule());
  });

  async function play(calls: readonly FuzzCall[], denials: boolean): Promise<Story> {
    const runtime = new Runtime(deterministicPorts(1, '2026-01-01T00:00:00Z'), denials ? { denials: findDenials } : {});
    const events: HostcallEvent[] = [];
    runtime.hostcalls$.subscribe(event => events.push(event));
    const instance = await runtime.instantiate(module, {
      preopens: {
        '/': tree(1n),
        '/ro': { directory: tree(2n), readOnly: true },
        '/view': readOnly(tree(3n)),
        // One operation more than the program's shifts all later faults.
        '/faulty': faulty(tree(6n), [{ errno: 'EIO', when: '3+3' }]),
        '/mounts': mounts(tree(4n), { x: tree(5n) }),
      },
      stdin: textInput('typed'),
      stdout: captureOutput(),
      stderr: captureOutput(),
      limits: { descriptors: 30 },
    });
    instance.initialize();
    const errnos: number[] = [];
    const memory = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
    for (const { name, args, patches } of calls) {
      for (const { at, bytes } of patches) memory.set(bytes, at);
      const lifted = args.map(arg => (typeof arg === 'object' ? numberOf(arg, instance.descriptors) : arg));
      try {
        errnos.push(instance.invoke(name, ...lifted) as number);
      } catch (thrown) {
        if (!(thrown instanceof GuestExit)) throw thrown;
        break;
      }
    }
    instance.close();
    return { errnos, events, memory };
  }

  function numberOf({ pick, kind }: Live, descriptors: DescriptorTable): number {
    const open = [...descriptors].filter(
      ([fd, { resource }]) => (resource.kind === 'directory') === (kind === 'directory') && fd > 2,
    );
    return open[pick % Math.max(open.length, 1)]?.[0] ?? pick % 4;
  }

  function expectReason(event: HostcallEvent): void {
    const { errno, denial } = event;
    if (errno === 0) {
      expect(denial?.kind).to.be.oneOf([undefined, 'events']);
      if (denial === undefined) return;
    }
    const line = formatStrace(event);
    if (denial === undefined) throw new Error(`${line} has no reason`);
    expect(denial.errno, line).to.equal(errno);
    const text = explainDenial(denial);
    expect(text, line).to.match(/^[ -~]{8,}$/);
    expect(JSON.parse(JSON.stringify(event)).denial.text).to.equal(text);
    const possible = kinds[errnoName(errno)];
    if (possible !== undefined) expect(denial.kind, `${line}\n${text}`).to.be.oneOf(possible);
    expect(denial.kind, line).to.not.equal('injected');
  }

  it('exist for each call that fails, and change nothing', async () => {
    const seen = new Set<string>();
    const property = fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 100 }), async calls => {
      const told = await play(calls, true);
      const untold = await play(calls, false);
      expect(told.errnos).to.deep.equal(untold.errnos);
      expect(Buffer.compare(told.memory, untold.memory)).to.equal(0);
      expect(told.events.map(event => event.sequence)).to.deep.equal(untold.events.map(event => event.sequence));
      for (const event of told.events) {
        expectReason(event);
        if (event.denial !== undefined) seen.add(event.denial.kind);
      }
      for (const event of untold.events) expect(event.denial).to.equal(undefined);
    });
    await fc.assert(property, { numRuns: 200, seed: 4, endOnFailure: true });
    expect([...seen].sort()).to.deep.equal(
      [
        ...['returned', 'contradiction', 'descriptor', 'encoding', 'events', 'limit', 'operation', 'path', 'pointer'],
        ...['rights', 'value'],
      ].sort(),
    );
  }).timeout(240_000);

  it('are the same in NDJSON as in the events', async () => {
    const sequences = fc.sample(fc.array(anyCall, { minLength: 50, maxLength: 80 }), { numRuns: 12, seed: 3 });
    let reasons = 0;
    for (const calls of sequences) {
      const { events } = await play(calls, true);
      let text = '';
      const exporter = new NdjsonExporter(piece => {
        text += piece;
      });
      for (const event of events) exporter.call(event);
      exporter.end({ exitCode: 0 });
      const lines = checkNdjson(text).slice(1, -1);
      expect(lines).to.have.length(events.length);
      for (const [index, event] of events.entries()) {
        const { denial } = JSON.parse(JSON.stringify(event));
        expect(lines[index]?.denial).to.deep.equal(denial);
        if (denial !== undefined) reasons++;
      }
    }
    expect(reasons).to.be.above(100);
  }).timeout(240_000);
});
