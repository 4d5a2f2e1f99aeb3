import { context, diag, type Meter, ROOT_CONTEXT, type Tracer, trace } from '@opentelemetry/api';
import { expect } from 'chai';
import { instrumentHostcalls } from '../../../adapters/opentelemetry/index.js';
import { ConfigurationError } from '../../../application/errors.js';
import type { Runtime } from '../../../application/runtime/index.js';
import type { HostcallEvent } from '../../../application/tracing/index.js';
import { runProgram, tracedRuntime } from '../../application/formats/exporters/traced-program.js';
import { expectDurations } from './expect-durations.js';
import { Caller, steppedRuntime } from './guest-imports.js';
import { OneContext } from './one-context.js';
import type { Metric, Span } from './otlp.js';
import { Receiver } from './receiver.js';
import { Sdk } from './sdk.js';

describe('instrumented hostcalls', () => {
  let receiver: Receiver;
  let sdk: Sdk;

  beforeEach(async () => {
    receiver = await Receiver.open();
    sdk = new Sdk(receiver);
  });
  afterEach(async () => {
    await sdk.shutdown();
    receiver.close();
  });

  /** The last export of a metric. */
  function metric(name: string): Metric | undefined {
    return receiver.metrics.at(-1)?.find(each => each.name === name);
  }

  /** Its points: the distinguishing attributes → the value. */
  function values(name: string, key = 'hostcall.name'): Record<string, number> {
    return Object.fromEntries(metric(name)?.points.map(({ attributes, value }) => [attributes[key], value]) ?? []);
  }

  /** All events of a runtime. */
  function eventsOf(runtime: Runtime): HostcallEvent[] {
    const events: HostcallEvent[] = [];
    runtime.hostcalls$.subscribe(event => events.push(event));
    return events;
  }

  describe('metrics', () => {
    it('match what the guest did', async () => {
      const runtime = tracedRuntime();
      const events = eventsOf(runtime);
      instrumentHostcalls(runtime, { ...sdk, attributes: { 'service.part': 'notes' } });
      await runProgram(runtime);
      await sdk.export();
      await runProgram(runtime);
      await sdk.export();

      expect(receiver.metrics).to.have.length(2);
      const all = receiver.metrics[1] as readonly Metric[];
      expect(all.map(({ name, unit, scope, monotonic }) => [name, unit, scope, monotonic])).to.have.deep.members([
        ['hostcall.calls', '{call}', 'hostcall', true],
        ['hostcall.errors', '{call}', 'hostcall', true],
        ['hostcall.io', 'By', 'hostcall', true],
        ['hostcall.duration', 's', 'hostcall', undefined],
      ]);
      expect(values('hostcall.calls')).to.deep.equal({
        path_open: 4,
        fd_read: 2,
        fd_write: 2,
        clock_time_get: 2,
        proc_exit: 2,
      });
      expect(metric('hostcall.errors')?.points.map(({ attributes, value }) => [attributes, value])).to.deep.equal([
        [{ 'service.part': 'notes', 'hostcall.name': 'path_open', 'error.type': 'ENOENT' }, 2],
      ]);
      expect(values('hostcall.io')).to.deep.equal({ fd_read: 30, fd_write: 30 });
      for (const point of metric('hostcall.duration')?.points ?? []) expectDurations(point, events);
      expect(metric('hostcall.duration')?.points).to.have.length(5);
      for (const { points } of all)
        for (const { attributes } of points) expect(attributes['service.part']).to.equal('notes');
    });

    it('have the distribution of durations', async () => {
      const runtime = steppedRuntime();
      const events = eventsOf(runtime);
      instrumentHostcalls(runtime, sdk);
      const guest = new Caller(runtime);
      for (const sleep of [0n, 1n, 500n, 23_000n, 24_000n, 40_000n, 41_000n, 48_000n, 7_000_000n, 20_000_000_000n])
        guest.sleep(sleep);
      await sdk.export();
      const [point, ...others] = metric('hostcall.duration')?.points ?? [];
      if (point === undefined || others.length > 0) throw new Error('there is one hostcall');
      expectDurations(point, events);
      // Some bucket has several calls, and the last has one.
      expect(Math.max(...point.bucketCounts)).to.be.at.least(4);
      expect(point.bucketCounts.at(-1)).to.equal(1);
    });

    it('add up from one collection to the next', async () => {
      const runtime = steppedRuntime();
      const events = eventsOf(runtime);
      instrumentHostcalls(runtime, sdk);
      const guest = new Caller(runtime);
      guest.yield();
      await sdk.export();
      expect(values('hostcall.calls')).to.deep.equal({ sched_yield: 1 });
      guest.yield();
      guest.open('x');
      await sdk.export();
      await sdk.export();
      expect(values('hostcall.calls')).to.deep.equal({ sched_yield: 2, path_open: 1 });
      expect(values('hostcall.errors', 'error.type')).to.deep.equal({ ENOENT: 1 });
      for (const point of metric('hostcall.duration')?.points ?? []) expectDurations(point, events);
    });

    it('are flushed by stop, which ends the observation', async () => {
      const runtime = steppedRuntime();
      const instrumentation = instrumentHostcalls(runtime, sdk);
      const guest = new Caller(runtime);
      guest.yield();
      instrumentation.stop();
      guest.yield();
      await sdk.export();
      expect(values('hostcall.calls')).to.deep.equal({ sched_yield: 1 });
      instrumentation.stop();
      await sdk.export();
      expect(values('hostcall.calls')).to.deep.equal({ sched_yield: 1 });
    });
  });

  describe('spans', () => {
    it('are made of slow calls and of failed ones', async () => {
      const runtime = steppedRuntime();
      const events = eventsOf(runtime);
      const before = BigInt(Date.now()) * 1_000_000n;
      instrumentHostcalls(runtime, { ...sdk, attributes: { 'service.part': 'sleeper' } });
      const guest = new Caller(runtime);
      guest.yield();
      guest.sleep(9_000_000n);
      guest.open('missing');
      guest.sleep(30_000_000n);
      await sdk.export();
      const after = BigInt(Date.now()) * 1_000_000n;

      expect(receiver.spans.map(({ name }) => name)).to.deep.equal(['path_open', 'poll_oneoff']);
      const [failed, slow] = receiver.spans as [Span, Span];
      expect(failed.attributes).to.deep.equal({
        'service.part': 'sleeper',
        'hostcall.name': 'path_open',
        'hostcall.instance': 0,
        'hostcall.sequence': 2,
        'hostcall.errno': 44,
        'error.type': 'ENOENT',
        'hostcall.descriptor': 3,
        'hostcall.path': 'missing',
      });
      expect(failed.status).to.deep.equal({ code: 2, message: 'No such file or directory' });
      expect(slow.attributes).to.deep.equal({
        'service.part': 'sleeper',
        'hostcall.name': 'poll_oneoff',
        'hostcall.instance': 0,
        'hostcall.sequence': 3,
        'hostcall.errno': 0,
      });
      expect(slow.status.code ?? 0).to.equal(0);
      // The runtime's clock is far from the host's, and still they are now.
      expect(failed.end >= before && failed.end <= after).to.equal(true);
      for (const [span, event] of [
        [failed, events[2]],
        [slow, events[3]],
      ] as const) {
        expect(Number(span.end - span.start)).to.equal(event?.duration);
      }
      expect(Number(slow.start - failed.end)).to.equal((events[3]?.start ?? 0) - (events[2]?.start ?? 0) - 1000);
    });

    it('follow the options', async () => {
      const runtime = steppedRuntime();
      instrumentHostcalls(runtime, { ...sdk, slow: 0.000_5, failed: false });
      const guest = new Caller(runtime);
      guest.open('missing');
      guest.sleep(400_000n);
      guest.sleep(600_000n);
      await sdk.export();
      expect(receiver.spans.map(({ name }) => name)).to.deep.equal(['poll_oneoff']);
    });

    it('are below the span that is active', async () => {
      const runtime = steppedRuntime();
      const tracer = sdk.tracerProvider.getTracer('test');
      const parent = tracer.startSpan('request');
      const manager = new OneContext(trace.setSpan(ROOT_CONTEXT, parent));
      context.setGlobalContextManager(manager);
      try {
        instrumentHostcalls(runtime, sdk);
        new Caller(runtime).open('missing');
      } finally {
        context.disable();
      }
      parent.end();
      await sdk.export();
      const [child] = receiver.spans;
      expect(child?.name).to.equal('path_open');
      expect(child?.parentSpanId).to.equal(parent.spanContext().spanId);
      expect(child?.traceId).to.equal(parent.spanContext().traceId);
    });

    it('are limited for each guest, and the omitted ones are counted', async () => {
      const runtime = steppedRuntime();
      instrumentHostcalls(runtime, { ...sdk, spanLimit: 3 });
      const [one, two] = [new Caller(runtime), new Caller(runtime)];
      for (let i = 0; i < 5; i++) one.open('missing');
      two.open('missing');
      one.open('missing');
      await sdk.export();
      expect(receiver.spans.map(({ attributes }) => attributes['hostcall.instance'])).to.deep.equal([0, 0, 0, 1]);
      expect(metric('hostcall.spans.dropped')?.points.map(({ value }) => value)).to.deep.equal([3]);
      expect(values('hostcall.errors', 'error.type')).to.deep.equal({ ENOENT: 7 });
    });

    it('do not get lost in a burst', async () => {
      const runtime = steppedRuntime();
      instrumentHostcalls(runtime, sdk);
      const guest = new Caller(runtime);
      for (let i = 0; i < 5000; i++) guest.open('missing');
      await sdk.export();
      expect(receiver.spans).to.have.length(1000);
      expect(metric('hostcall.spans.dropped')?.points.map(({ value }) => value)).to.deep.equal([4000]);
    });
  });

  it('goes to the global providers if no others are given, and without an SDK nowhere', async () => {
    const runtime = steppedRuntime();
    const { stop } = instrumentHostcalls(runtime);
    new Caller(runtime).open('missing');
    stop();
    trace.setGlobalTracerProvider(sdk.tracerProvider);
    try {
      const again = instrumentHostcalls(runtime, { meterProvider: sdk.meterProvider });
      new Caller(runtime).open('missing');
      again.stop();
    } finally {
      trace.disable();
    }
    await sdk.export();
    expect(receiver.spans.map(({ name }) => name)).to.deep.equal(['path_open']);
  });

  it('hides errors of a provider from the guest, and reports them to the API’s logger', () => {
    const bug = () => {
      throw new Error('a bug of the SDK');
    };
    const told: unknown[] = [];
    const silent = () => {};
    const logger = {
      error: (...args: unknown[]) => told.push(args),
      warn: silent,
      info: silent,
      debug: silent,
      verbose: silent,
    };
    diag.setLogger(logger, { suppressOverrideMessage: true });
    try {
      const runtime = steppedRuntime();
      const meter = sdk.meterProvider.getMeter('faulty');
      const faulty = { createCounter: () => ({ add: bug }) };
      const instrumentation = instrumentHostcalls(runtime, {
        meterProvider: { getMeter: () => Object.setPrototypeOf(faulty, meter) as Meter },
        tracerProvider: { getTracer: () => ({ startSpan: bug }) as unknown as Tracer },
      });
      new Caller(runtime).open('missing');
      expect(told).to.have.length(1);
      instrumentation.flush();
      expect(told).to.have.length(2);
      expect(String((told[0] as unknown[])[1])).to.equal('Error: a bug of the SDK');
    } finally {
      diag.disable();
    }
  });

  it('refuses an invalid threshold', () => {
    for (const options of [{ slow: Number.NaN }, { slow: -1 }, { spanLimit: -1 }, { slow: '1' as unknown as number }])
      expect(() => instrumentHostcalls(steppedRuntime(), { ...sdk, ...options })).to.throw(
        ConfigurationError,
        /^option "\w+" of instrumentHostcalls\(\) is .*; give a (whole )?number, 0 or greater/,
      );
  });
});
