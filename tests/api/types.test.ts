/**
 * What a user of TypeScript sees, with the strictest options. Most of it is asserted by the compiler, which compiles this file: what it must refuse is
 * marked as an error that is expected.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  createRuntime,
  failed,
  type HostcallEvent,
  type Interceptors,
  ofCall,
  ofFamily,
  type PlainEvent,
  type ProgramOptions,
  type Runtime,
  succeeded,
  touching,
} from 'hostcall';
import { deterministicPorts, memoryDirectory } from 'hostcall/memory';
import type { HostcallName } from 'hostcall/preview1';
import type { RecordedCall } from 'hostcall/recording';
import type { TracedCall } from 'hostcall/tracing';
import type { Observable } from 'rxjs';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';

/** Whether two types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Claim extends true>() => true;

type EventsOf<Source> = Source extends Observable<infer Event> ? Event : never;

const OPENS = `(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "notesmissing")
  (func (export "_start")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 5) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 21) (i32.const 7) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    (drop (call $close (i32.const 4)))))`;

const options = (): ProgramOptions => ({ preopens: { '/': memoryDirectory({ notes: 'buy milk' }) } });

async function collected<Event>(choose: (runtime: Runtime) => Observable<Event>): Promise<Event[]> {
  const runtime = createRuntime(deterministicPorts(1, '2026-01-01'));
  const events: Event[] = [];
  choose(runtime).subscribe(event => events.push(event));
  await runtime.run(await buildWat(OPENS), options());
  return events;
}

describe('types of events', () => {
  it('have a result where the call succeeded', async () => {
    const opened = await collected(({ hostcalls$ }) => hostcalls$.pipe(ofCall('path_open'), succeeded()));
    // No question mark: that is what is asserted.
    expect(opened.map(({ result, args }) => [result.opened_fd, args.path])).to.deep.equal([[4, 'notes']]);
    const calls = await collected(({ hostcalls$ }) => hostcalls$.pipe(ofCall('path_open')));
    expect(calls.map(call => (call.succeeded ? call.result.opened_fd : call.errno))).to.deep.equal([4, 44]);
    // @ts-expect-error The call may have failed.
    expect(() => calls.map(call => call.result.opened_fd)).to.throw(TypeError);
  });

  it('are narrowed by name, then by success', async () => {
    const events = await collected(({ hostcalls$ }) => hostcalls$);
    const numbers = events.map(call => {
      if (call.name !== 'path_open') return undefined;
      const path: string | undefined = call.args.path;
      return call.succeeded ? call.result.opened_fd : path;
    });
    expect(numbers).to.deep.equal([4, 'missing', undefined]);
  });

  it('stay narrow through operators', async () => {
    const failures = await collected(({ hostcalls$ }) =>
      hostcalls$.pipe(ofCall('path_open'), failed('ENOENT'), touching('/')),
    );
    holds<Same<(typeof failures)[number]['name'], 'path_open'>>();
    holds<Same<(typeof failures)[number]['result'], undefined>>();
    expect(failures.map(({ args }) => args.path)).to.deep.equal(['missing']);
    const closing = await collected(({ hostcalls$ }) => hostcalls$.pipe(ofFamily('fd-io')));
    const name: Exclude<HostcallName, `path_${string}`> = (closing[0] as (typeof closing)[number]).name;
    expect(name).to.equal('fd_close');
    const clocks = ({ hostcalls$ }: Runtime) => hostcalls$.pipe(ofFamily('%clock'));
    holds<Same<EventsOf<ReturnType<typeof clocks>>['name'], 'clock_res_get' | 'clock_time_get' | 'poll_oneoff'>>();
    expect(await collected(clocks)).to.deep.equal([]);
  });

  it('are the same out of a recording', () => {
    const narrowed = (call: RecordedCall) => (call.name === 'fd_read' && call.succeeded ? call.result.nread : 0);
    expect(narrowed({ name: 'fd_write' } as RecordedCall)).to.equal(0);
    const general: (call: TracedCall<'fd_read'>) => HostcallEvent = call => call;
    expect(general).to.be.a('function');
  });

  it('say what the plain form has', async () => {
    const [call] = await collected(({ hostcalls$ }) => hostcalls$);
    const plain: PlainEvent | undefined = call?.toJSON();
    const error: string | undefined = plain?.error;
    expect([plain?.name, error, plain?.args.path]).to.deep.equal(['path_open', undefined, 'notes']);
  });
});

describe('types of options', () => {
  it('take undefined, and variables of this process', () => {
    const maybe: readonly string[] | undefined = undefined;
    const given: ProgramOptions = {
      args: maybe,
      env: process.env,
      preopens: { '/': { directory: '.', readOnly: undefined } },
    };
    expect(Object.keys(given)).to.have.length(3);
    const streams: ProgramOptions = {
      stdin: process.stdin,
      stdout: process.stdout,
      stderr: new WritableStream<Uint8Array>(),
      waiting: 'suspend',
    };
    const others: ProgramOptions = { stdin: new ReadableStream<string>(), stdout: bytes => bytes.length };
    expect(Object.keys({ ...streams, ...others })).to.have.length(4);
  });

  it('refuse what does not exist', () => {
    const refused: ProgramOptions[] = [
      // @ts-expect-error It is called args.
      { arg: [] },
      // @ts-expect-error They go by the path that the guest sees.
      { preopens: ['/'] },
      // @ts-expect-error It is called readOnly.
      { preopens: { '/': { directory: '.', readonly: true } } },
      // @ts-expect-error A descriptor of the host is not a stream.
      { stdout: 1 },
    ];
    expect(refused).to.have.length(4);
    const interceptors: Interceptors = {
      path_open: (call, proceed) => (call.args.path.endsWith('.tmp') ? -44 : proceed({ fdflags: 0 })),
    };
    expect(Object.keys(interceptors)).to.deep.equal(['path_open']);
    // @ts-expect-error There is no such hostcall.
    const unknown: Interceptors = { fd_raed: () => 0 };
    expect(unknown).to.be.an('object');
  });

  it('refuse a program that is not there yet', async () => {
    const runtime = createRuntime(deterministicPorts(1, '2026-01-01'));
    // @ts-expect-error It must be awaited.
    const promised = await runtime.run(buildWat(OPENS)).catch((error: Error) => error.message);
    expect(promised).to.equal('the program is not a WebAssembly module but Promise; await it first');
    // @ts-expect-error It must be read.
    const response = await runtime.run(new Response('')).catch((error: Error) => error.message);
    expect(response).to.match(/but Response; /);
    const bytes = await buildWat(OPENS);
    const compiled = await runtime.compile(bytes);
    for (const program of [bytes, bytes.slice().buffer, compiled, compiled.native])
      expect((await runtime.run(program, options())).exitCode).to.equal(0);
  });

  it('can be read by TypeScript before 5.7, where typed arrays have no parameters', () => {
    const folder = fileURLToPath(new URL('dist/', repository));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      path => path.endsWith('.d.ts') && !/^(tests|tools|docs|adapters\/cli)\//.test(path),
    );
    expect(files).to.have.length.above(200);
    const generic = files.filter(path => /\b(Ui|I)nt\d+(Clamped)?Array</.test(readFileSync(folder + path, 'utf8')));
    expect(generic).to.deep.equal([]);
  });
});
