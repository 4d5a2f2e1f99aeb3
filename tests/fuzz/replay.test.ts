import { expect } from 'chai';
import fc from 'fast-check';
import { captureOutput, deterministicPorts, memoryDirectory, symlink, textInput } from '../../adapters/memory/index.js';
import { StandardEngine } from '../../adapters/web/index.js';
import { createRuntime } from '../../application/assembly/index.js';
import { GuestExit } from '../../application/errors.js';
import { chaos, type Interceptors } from '../../application/interception/index.js';
import { RecordingWriter, readRecording, replay } from '../../application/recording/index.js';
import type { Instance } from '../../application/runtime/index.js';
import { crc32 } from '../../application/tracing/capture/crc32.js';
import {
  ALL_RIGHTS,
  describe as describeHostcall,
  type Exports,
  hostcallNames,
  type LinearMemory,
  PREVIEW1,
  UNSTABLE,
} from '../../domain/index.js';
import { proxyModule } from '../application/abi/proxy-guest.js';
import { someHeader } from '../guests/recorded-run.js';
import { anyCall, callsOf, crowdedCallsOf, type FuzzCall, type Live } from './calls.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 4000);

/** A step of a guest: its memory grows by a page, or it makes a call. */
type Step = 'grow' | FuzzCall;
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('grow' as const) },
  { weight: 20, arbitrary: anyCall },
  // Those that give the guest the most.
  ...(['fd_read', 'fd_pread', 'fd_readdir', 'poll_oneoff', 'args_get', 'environ_get', 'fd_write'] as const).map(
    name => ({
      weight: 3,
      arbitrary: callsOf(name),
    }),
  ),
);

/** Calls that give something, all of it into one place. */
const crowdedStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('grow' as const) },
  ...hostcallNames
    .filter(name => {
      const { params, results } = describeHostcall(name);
      return results.length > 0 || params.some(({ kind }) => kind === 'buffer' || kind === 'iovecs');
    })
    .map(name => ({ weight: name.startsWith('path_') ? 1 : 4, arbitrary: crowdedCallsOf(name) })),
);

/** There is nothing to receive from, so somebody else receives. */
const receiving: Interceptors = {
  sock_recv({ args, results }) {
    let received = 0;
    for (const buffer of args.ri_data) received += buffer.fill(0xa5).length;
    results.ro_flags.value = 1;
    return received;
  },
};

/** Opens a file to read from. */
const OPENING: FuzzCall = {
  name: 'path_open',
  args: [3, 1, 0x1000, 8, 0, BigInt(ALL_RIGHTS), 0n, 0, 0xc000],
  patches: [{ at: 0x1000, bytes: new TextEncoder().encode('real.txt') }],
};

/** A step as it was made, and what came of it. */
interface Made {
  readonly name: string;
  readonly args: readonly (number | bigint)[];
  readonly patches: FuzzCall['patches'];
  /** What the function returned; undefined if the guest ended in it. */
  readonly errno: unknown;
  /** A checksum of the memory afterwards. */
  readonly memory: number;
}

/** The arguments with descriptors that are open now. */
function liveArguments({ descriptors }: Instance, args: FuzzCall['args']): (number | bigint)[] {
  const numberOf = ({ pick, kind }: Live) => {
    const open = [...descriptors].filter(
      ([fd, { resource }]) => (resource.kind === 'directory') === (kind === 'directory') && fd > 2,
    );
    return open[pick % Math.max(open.length, 1)]?.[0] ?? pick % 4;
  };
  return args.map(arg => (typeof arg === 'object' ? numberOf(arg) : arg));
}

const memoryOf = ({ memory }: Exports) => new Uint8Array((memory as LinearMemory).buffer);

/** Makes a step: lays out what pointers lead to, and calls. */
function take(
  exports: Exports,
  { name, args, patches }: Pick<Made, 'name' | 'args' | 'patches'>,
  call: () => unknown,
): Made {
  for (const { at, bytes } of patches) memoryOf(exports).set(bytes, at);
  let errno: unknown;
  if (name === 'grow') (exports.memory as WebAssembly.Memory).grow(1);
  else errno = call();
  return { name, args, patches, errno, memory: crc32(memoryOf(exports)) };
}

for (const abi of [PREVIEW1, UNSTABLE] as const) {
  describe(`A recording of any guest of ${abi}`, () => {
    let wasm: Uint8Array;
    before(async () => {
      wasm = await proxyModule(abi);
    });

    /** Makes the steps on a host. */
    async function record(steps: readonly Step[], interceptors: readonly Interceptors[] = []) {
      const ports = deterministicPorts(7, '2026-01-31');
      const runtime = createRuntime(ports, { whole: true, interceptors });
      const pieces: Buffer[] = [];
      const recording = new RecordingWriter(someHeader, bytes => pieces.push(Buffer.from(bytes)));
      const lines: string[] = [];
      runtime.hostcalls$.subscribe(call => {
        recording.add(call);
        lines.push(call.text());
      });
      const streams = { stdout: captureOutput(), stderr: captureOutput() };
      const instance = await runtime.instantiate(wasm, {
        args: ['x'],
        env: { A: 'b', C: 'd'.repeat(40) },
        preopens: {
          '/': memoryDirectory({
            'real.txt': 'the content of a file, in several lines\n'.repeat(8),
            dir: { 'inner.txt': 'inner', empty: {} },
            a: {
              b: { 'own.txt': 'own', sub: {}, link: symlink('own.txt'), up: symlink('..'), loop: symlink('loop/x') },
            },
          }),
        },
        stdin: textInput('typed by somebody'),
        ...recording.outputs(streams),
        limits: { descriptors: 60 },
      });
      instance.initialize();
      const made: Made[] = [];
      let exitCode = 0;
      try {
        for (const each of [OPENING, ...steps]) {
          const { name, args, patches } = each === 'grow' ? { name: each, args: [], patches: [] } : each;
          const live = liveArguments(instance, args);
          // The unstable ABI has no sock_accept.
          if (name !== 'grow' && !(name in instance.exports)) continue;
          made.push(take(instance.exports, { name, args: live, patches }, () => instance.invoke(name, ...live)));
        }
      } catch (thrown) {
        if (!(thrown instanceof GuestExit)) throw thrown;
        exitCode = thrown.exitCode;
      } finally {
        instance.close();
      }
      recording.end({ exitCode });
      const printed = [streams.stdout, streams.stderr].map(stream => stream.text);
      return { file: new Uint8Array(Buffer.concat(pieces)), made, exitCode, lines, printed };
    }

    async function replayed({ file, made }: Awaited<ReturnType<typeof record>>) {
      const engine = new StandardEngine();
      const remade: Made[] = [];
      const lines: string[] = [];
      const printed = ['', ''];
      const last = lastStep(file);
      const end = await replay(readRecording(file), await engine.compile(wasm), engine, {
        output: (stream, bytes) => {
          printed[stream - 1] += Buffer.from(bytes).toString();
        },
        replayed: call => lines.push(call.text()),
        start: exports => {
          for (const each of made)
            remade.push(
              take(exports, each, () => (exports[each.name] as (...args: unknown[]) => unknown)(...each.args)),
            );
          if (last !== undefined) (exports[last.name] as (...args: unknown[]) => unknown)(...last.args);
        },
      });
      return { made: remade, exitCode: (end as { exitCode?: number }).exitCode, lines, printed };
    }

    /** The call that ended the guest, if one did. */
    function lastStep(file: Uint8Array) {
      const last = [...readRecording(file).calls()].at(-1);
      return last?.state === 'left' ? { name: last.name, args: last.raw } : undefined;
    }

    it('has a replay with the same results, to the last byte of its memory', async () => {
      const runs = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async steps => {
        const recorded = await record(steps);
        const { made, exitCode, lines, printed } = recorded;
        expect(await replayed(recorded)).to.deep.equal({ made, exitCode, lines, printed });
      });
      await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
    });

    it('has such a replay even if calls were tampered with', async () => {
      const anyChaos = fc.integer().map(seed => chaos({ seed, rate: 0.3 }));
      const runs = fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 60 }),
        anyChaos,
        async (steps, interceptors) => {
          const recorded = await record(steps, [interceptors]);
          const { made, exitCode, lines, printed } = recorded;
          expect(await replayed(recorded)).to.deep.equal({ made, exitCode, lines, printed });
        },
      );
      await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
    });

    it('has such a replay even if results of a call overlap', async () => {
      const runs = fc.asyncProperty(fc.array(crowdedStep, { minLength: 1, maxLength: 60 }), async steps => {
        const recorded = await record(steps, [receiving]);
        const { made, exitCode, lines, printed } = recorded;
        expect(await replayed(recorded)).to.deep.equal({ made, exitCode, lines, printed });
      });
      await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
    });

    it('has successful calls with results at times, and output of the guest', async () => {
      const succeeded = new Set<string>();
      let printed = '';
      for (const steps of fc.sample(fc.array(step, { minLength: 60, maxLength: 60 }), { numRuns: 40, seed: 7 })) {
        const recorded = await record(steps);
        for (const { name, errno } of recorded.made) if (errno === 0) succeeded.add(name);
        printed += recorded.printed.join('');
        const { made, exitCode, lines } = recorded;
        expect(await replayed(recorded)).to.deep.equal({ made, exitCode, lines, printed: recorded.printed });
      }
      expect(printed).to.not.equal('');
      expect([...succeeded]).to.include.members([
        ...['args_get', 'environ_get', 'clock_time_get', 'random_get', 'fd_read', 'fd_pread', 'fd_write', 'fd_seek'],
        ...['fd_readdir', 'fd_filestat_get', 'fd_fdstat_get', 'path_open', 'path_filestat_get', 'poll_oneoff'],
      ]);
    });
  });
}
