import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  assemble,
  ConfigurationError,
  chaos,
  createRuntime,
  failed,
  faulty,
  formatStrace,
  type HostcallEvent,
  intercept,
  mounts,
  ofCall,
  ofFamily,
  overlay,
  quota,
  rateLimit,
  readOnly,
  runProgram,
  summarize,
  tamper,
  toStraceLine,
  traceSettings,
} from 'hostcall';
import { BrowserStdio, browserPorts, browserWorld } from 'hostcall/browser';
import {
  bytesInput,
  callbackOutput,
  captureOutput,
  deterministicPorts,
  deterministicWorld,
  directory,
  file,
  MemoryNetwork,
  memoryDirectory,
  memoryPorts,
  memoryStdio,
  memoryWorld,
  pipe,
  populate,
  SeededRandom,
  SteppedClock,
  snapshot,
  symlink,
  textInput,
} from 'hostcall/memory';
import {
  connect,
  createWorkerPool,
  listen,
  loadDirectory,
  NodeFileSystem,
  network,
  nodeHost,
  nodePorts,
  runInWorker,
  socketFromHost,
  streamFromHost,
} from 'hostcall/node';
import { instrumentHostcalls } from 'hostcall/opentelemetry';
import { RecordingWriter, readRecording, replay } from 'hostcall/recording';
import { directoryContract } from 'hostcall/testing';
import { ChromeTraceExporter, NdjsonExporter, SpeedscopeExporter, StraceFormatter } from 'hostcall/tracing';
import { WASI } from 'hostcall/wasi';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';
import { exportsOf } from './declarations.js';

/** The setup of a worker: options are looked at before it is loaded. */
const SETUP = 'file:///setup.js';

const pathOf = (path: string) => fileURLToPath(new URL(path, repository));

/** What embedders pass in JavaScript, where no compiler looks. */
// biome-ignore lint/suspicious/noExplicitAny: that is what is tested.
type Anything = any;

const ports = () => deterministicPorts(1, '2026-01-01');
const runtime = () => createRuntime(ports());
const dir = () => memoryDirectory();
const write = () => {};
let wasm: Uint8Array;

/** A use of each type of options of a public function: passes these options to it. */
const uses: Readonly<Record<string, readonly ((options: Anything) => unknown)[]>> = {
  ProgramOptions: [
    options => runtime().run(wasm, options),
    options => runtime().instantiate(wasm, options),
    options => runtime().createImports(options),
    options => runProgram(ports(), wasm, options),
  ],
  PreopenOptions: [
    options => runtime().createImports({ preopens: { '/': { directory: dir(), ...options } } }),
    options => new WASI({ version: 'preview1', preopens: { '/': { directory: dir(), ...options } } }),
  ],
  Limits: [options => runtime().createImports({ limits: options })],
  RuntimeSettings: [options => createRuntime(ports(), options)],
  TraceSettings: [
    options => traceSettings(options),
    options => assemble(memoryWorld().module, traceSettings(options)),
    options => createRuntime(ports(), options),
  ],
  DumpedDescriptors: [
    options => createRuntime(ports(), { dumps: options }),
    options => new StraceFormatter({ dumps: options }),
  ],
  CallFilter: [options => runtime().watch(options), options => runtime().watchEntered(options)],
  MeterSettings: [options => runtime().meter(options)],
  StraceOptions: [
    options => formatStrace({} as HostcallEvent, options),
    options => new StraceFormatter(options),
    options => assemble(memoryWorld().module).hostcalls$.pipe(toStraceLine(options)).subscribe(),
  ],
  TimePrecision: [options => new StraceFormatter({ precision: { ...options } })],
  WallClock: [options => new StraceFormatter({ wallClock: { offset: 0n, ...options } })],
  ExportOptions: [NdjsonExporter, ChromeTraceExporter, SpeedscopeExporter].map(
    Exporter => (options: Anything) => new Exporter(write, options),
  ),
  Fault: [options => faulty(dir(), [{ errno: 'EIO', ...options }])],
  QuotaLimits: [options => quota(dir(), options)],
  SnapshotOptions: [options => snapshot(dir(), options)],
  EntryOptions: [
    options => snapshot(dir(), options),
    options => populate(dir(), {}, options),
    options => loadDirectory('.', options),
    options => overlay(dir(), dir()).changes(options),
    options => overlay(dir(), dir()).apply(options),
  ],
  FileTreeTimes: [options => file('', options), options => directory({}, options), options => symlink('a', options)],
  Tampering: [options => tamper({ calls: 'fd_read', error: 'EIO', ...options })],
  ChaosSettings: [options => chaos({ seed: 1, ...options })],
  RateLimitSettings: [options => rateLimit({ perSecond: 1, ...options })],
  MemoryOptions: [options => memoryDirectory({}, options)],
  Quotas: [options => memoryDirectory({}, { quotas: options }), options => browserPorts({ quotas: options })],
  MemoryPortsOptions: [options => memoryPorts(options), options => memoryWorld(options)],
  DeterministicOptions: [
    options => deterministicPorts(1, '2026-01-01', options),
    options => deterministicWorld(1, '2026-01-01', options),
  ],
  BrowserOptions: [options => browserPorts(options), options => browserWorld(options)],
  BrowserStdioOptions: [options => new BrowserStdio(options)],
  NodeHostOptions: [options => nodeHost(options), options => nodePorts(options)],
  FileSystemOptions: [options => new NodeFileSystem(options)],
  LoadOptions: [options => loadDirectory('.', options)],
  DirectoryTraits: [options => directoryContract(() => ({ directory: dir() }), options)],
  ThreadProgramOptions: [options => runInWorker(SETUP, wasm, options)],
  WorkerRunOptions: [options => runInWorker(SETUP, wasm, options)],
  WorkerPoolOptions: [options => createWorkerPool(SETUP, options)],
  ListenOptions: [options => listen({ host: '127.0.0.1', port: 0 }, options)],
  ConnectOptions: [options => connect({ host: '127.0.0.1', port: 1 }, options)],
  SocketOptions: [options => socketFromHost(0, options)],
  HostNetworkOptions: [options => network(options)],
  NetworkOptions: [options => new MemoryNetwork(options)],
  WASIOptions: [options => new WASI({ version: 'preview1', ...options })],
  TelemetryOptions: [options => instrumentHostcalls(runtime(), options)],
  ReadOptions: [options => readRecording(new Uint8Array(0), options)],
  RecordingHeader: [
    options =>
      new RecordingWriter(
        { recorder: 'r', program: 'p', sha256: '0'.repeat(64), started: '2026-01-01', ...options },
        write,
      ),
  ],
  ReplayOptions: [options => replay({} as never, {} as never, {} as never, options)],
  ReplayObserver: [options => replay({} as never, {} as never, {} as never, options)],
};

/** Public types with optional members that are not options: data that hostcall gives, and what is implemented or inspected by others. */
const NOT_OPTIONS = [
  ...['ConditionalRights', 'Field', 'HostcallDescription', 'HostcallText', 'Param', 'ImportedItem', 'StackFrame'],
  ...['TraceComparison', 'TraceStep', 'ArrivedPath', 'BufferValue', 'SubscriptionValue', 'Loss', 'NamedDescriptor'],
  ...['DescriptorDenial', 'LimitDenial', 'OperationDenial', 'PathDenial', 'PointerDenial', 'ReturnedDenial'],
  ...['ValueDenial', 'PlainEvent', 'WorkerPool', 'FilterCompletion', 'OriginSearch'],
  // Ports and what stands between: checked where they are passed, by what they must have.
  ...['Directory', 'DirectorySource', 'Engine', 'File', 'Socket', 'Stream', 'Waiting', 'HostCalls', 'Interceptor'],
];

async function refusal(use: () => unknown): Promise<Error | undefined> {
  try {
    await use();
    return undefined;
  } catch (thrown) {
    return thrown as Error;
  }
}

async function messageOf(use: () => unknown): Promise<string> {
  const error = await refusal(use);
  expect(error).to.be.instanceOf(ConfigurationError);
  return (error as Error).message;
}

/** What stands between the braces of a public interface; empty for other types. */
function optionsOf(name: string): string {
  return new RegExp(`interface ${name}\\b[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(declarationOf(name))?.[1] ?? '';
}

/** The members of a public type by name, as its declaration has them. */
function membersOf(name: string): string[] {
  return [...optionsOf(name).matchAll(/^ {4}readonly (\w+)\??:/gm)].map(([, member]) => member as string);
}

const manifest: { exports: Record<string, string | { types: string }> } = JSON.parse(
  readFileSync(pathOf('package.json'), 'utf8'),
);
const declared = new Map(
  Object.values(manifest.exports).flatMap(target =>
    typeof target === 'string' ? [] : [...exportsOf(pathOf(target.types.slice(2)))],
  ),
);

function declarationOf(name: string): string {
  const { file: path = '' } = declared.get(name) ?? {};
  return path.startsWith('/') ? readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '') : '';
}

describe('every object of options of a public function', () => {
  before(async () => {
    wasm = await buildWat('(module (memory (export "memory") 1) (func (export "_start")))');
  });

  it('is of a type that is tried out here', () => {
    const optional = [...declared.keys()].filter(name => /\?:/.test(optionsOf(name)));
    expect(optional).to.have.length.above(30);
    // These are written as types: one leaves out members of another.
    expect([...optional, 'DeterministicOptions', 'DirectoryTraits'].sort()).to.deep.equal(
      [...Object.keys(uses), ...NOT_OPTIONS].sort(),
    );
  });

  it('takes undefined in the types, too, for those who compile with exactOptionalPropertyTypes', () => {
    const exact = Object.keys(uses).flatMap(name =>
      [...optionsOf(name).matchAll(/^ {4}readonly (\w+)\?: (.*);$/gm)].flatMap(([, member, type = '']) =>
        type === 'unknown' || type.endsWith('| undefined') ? [] : [`${name}.${member}`],
      ),
    );
    expect(exact).to.deep.equal([]);
  });

  for (const [name, tries] of Object.entries(uses)) {
    for (const [index, use] of tries.entries()) {
      const where = tries.length > 1 ? `${name} (${index + 1})` : name;

      it(`${where}: names an option that does not exist, and the nearest one`, async () => {
        const member = membersOf(name)[0] ?? 'contents';
        const error = await refusal(() => use({ [`${member}x`]: undefined }));
        expect(error, 'an error').to.be.instanceOf(Error);
        expect((error as Error).message).to.match(new RegExp(`${member}x"?'? (of|is unknown)`));
        expect((error as Error).message.toLowerCase()).to.include(
          `did you mean ${name === 'WASIOptions' ? "'" : ''}${member}`.toLowerCase(),
        );
        if (name !== 'WASIOptions') expect(error).to.be.instanceOf(ConfigurationError);
      });

      it(`${where}: takes undefined for an option that is not given`, async () => {
        // Every trait has a default, though its type has none.
        const needed =
          name === 'DirectoryTraits'
            ? []
            : [...optionsOf(name).matchAll(/readonly (\w+): /g)].map(([, member]) => member);
        const given = Object.fromEntries(
          membersOf(name).flatMap(member => (needed.includes(member) ? [] : [[member, undefined]])),
        );
        const error = await refusal(() => use(given));
        expect(error?.message ?? '').to.not.match(/^(option|unknown)|is undefined/);
      });
    }
  }
});

describe('what an embedder may get wrong', () => {
  const cases: readonly [string, () => unknown, string][] = [
    [
      'options that belong to a program of another host',
      () => runtime().run(wasm, { arg: ['a'], preopen: {} } as Anything),
      'unknown option "arg" of a program; did you mean args, argv0?',
    ],
    [
      'preopens in an array',
      () => runtime().run(wasm, { preopens: ['/'] } as Anything),
      `option "preopens" of a program is an array; give an object of directories by guest path, such as { '/': './work' }, or leave it out`,
    ],
    [
      'variables in an array',
      () => runtime().run(wasm, { env: ['A=b'] } as Anything),
      `option "env" of a program is an array; give an object of strings by name, such as { LANG: 'C' }, or leave it out`,
    ],
    [
      'variables in a map',
      () => runtime().run(wasm, { env: new Map([['A', 'b']]) } as Anything),
      `option "env" of a program is an instance of Map; give an object of strings by name, such as { LANG: 'C' }, or leave it out`,
    ],
    [
      'options that are not there yet',
      () => runtime().run(wasm, Promise.resolve({}) as Anything),
      'the options of a program are an instance of Promise; await it first',
    ],
    [
      'options that are none',
      () => runtime().run(wasm, ['a'] as Anything),
      'the options of a program are an array; give an object with args, argv0, env, preopens, sockets, network, stdin, stdout, stderr, limits, maxMemory, maxThreads, waiting, signal, timeout, maxCpuTime, maxOutput, imports, unknownImports, sigpipe',
    ],
    [
      'a preopen that is to be read only',
      () => runtime().run(wasm, { preopens: { '/': { directory: '.', readonly: true } } } as Anything),
      'unknown option "readonly" of the preopen "/"; did you mean readOnly?',
    ],
    [
      'a preopen by its URL',
      () => runtime().run(wasm, { preopens: { '/': new URL('file:///tmp') } } as Anything),
      'the preopen "/" is an instance of URL, not a directory; give its path: fileURLToPath(url)',
    ],
    [
      'a preopen by its contents',
      () => runtime().run(wasm, { preopens: { '/': { 'in.txt': 'text' } } } as Anything),
      'the preopen "/" is an object, not a directory; give a directory of an adapter, such as memoryDirectory(contents) of hostcall/memory',
    ],
    [
      'a directory that is not complete',
      () =>
        runtime().run(wasm, { preopens: { '/': { kind: 'directory', list: () => [], stat: () => 0 } } } as Anything),
      'the preopen "/" lacks descend(), open(), setTimes(), createDirectory(), removeDirectory(), unlink(), symlink(), readlink(), link(), rename(), parentInode(), sync(), close(); give it every method of its port; a subclass of DirectoryBase of hostcall/ports has those that it does not override',
    ],
    [
      'a descriptor',
      () => runtime().run(wasm, { stdin: 0 } as Anything),
      'stdin is 0, not a stream of hostcall; give streamFromHost(0) of hostcall/node',
    ],
    [
      'a text as input',
      () => runtime().run(wasm, { stdin: 'text' } as Anything),
      'stdin is "text", not a stream of hostcall; give textInput(text) of hostcall/memory',
    ],
    [
      'bytes as input',
      () => runtime().run(wasm, { stdin: new Uint8Array(1) } as Anything),
      'stdin is an instance of Uint8Array, not a stream of hostcall; give bytesInput(bytes) of hostcall/memory',
    ],
    [
      'a stream that gives nothing while the program blocks the thread',
      () => runtime().run(wasm, { stdin: new ReadableStream() }),
      "stdin is asynchronous, and can give nothing while the program blocks the thread; pass waiting: 'suspend', or run the program in a worker",
    ],
    [
      'a stream that is not complete',
      () => runtime().run(wasm, { stdout: { kind: 'stream', write: () => 0 } } as Anything),
      'stdout lacks read(), readable(), writable(), stat(), sync(), close(); give it every method of its port; a subclass of StreamBase of hostcall/ports has those that it does not override',
    ],
    [
      'a condition by another name',
      () => runtime().watch({ call: ['fd_read'] } as Anything),
      'unknown option "call" of a filter; did you mean calls?',
    ],
    [
      'a hostcall by another name',
      () => runtime().watch({ calls: 'fd_raed' }),
      "unknown hostcall 'fd_raed'; did you mean fd_read, fd_pread?",
    ],
    [
      'hostcalls by numbers',
      () => runtime().watch({ calls: [5] as Anything }),
      'the name of a hostcall is 5; give a string',
    ],
    [
      'a status by another name',
      () => runtime().watch({ status: 'fail' as Anything }),
      'unknown status "fail" of a call; did you mean failed?',
    ],
    [
      'interceptors that are not in an array',
      () => createRuntime(ports(), { interceptors: { fd_read: () => 0 } } as Anything),
      'option "interceptors" of createRuntime() is an object; give an array of interceptors, or leave it out',
    ],
    [
      'interceptors of no hostcall',
      () => intercept({ fd_raed: () => 0 } as Anything),
      'unknown hostcall "fd_raed"; did you mean fd_read, fd_pread?',
    ],
    [
      'an operator of no hostcall',
      () => ofCall('fd_raed' as Anything),
      'unknown hostcall "fd_raed"; did you mean fd_read, fd_pread?',
    ],
    [
      'an operator of no family',
      () => ofFamily('pth' as Anything),
      'unknown family "pth" of hostcalls; did you mean path?',
    ],
    ['an operator of no errno', () => failed('ENOET' as Anything), 'unknown errno "ENOET"; did you mean ENOENT?'],
    [
      'a summary of no number',
      () => summarize({ every: 5 } as Anything),
      'the number of events is an object; give a whole number, 0 or greater, or Infinity for no limit',
    ],
    [
      'a directory to mount',
      () => mounts(dir(), { tmp: 5 } as Anything),
      'the mount "tmp" is 5, not a directory; give a path of the host, or a directory',
    ],
    [
      'mount points in an array',
      () => mounts(dir(), [dir()] as Anything),
      'the list of mount points is an array; give an object of directories by path',
    ],
    [
      'an upper directory',
      () => overlay(dir(), new Map() as Anything),
      'the upper directory of overlay() is an instance of Map, not a directory; give a directory of an adapter, such as memoryDirectory(contents) of hostcall/memory',
    ],
    [
      'a view of nothing',
      () => readOnly(undefined as Anything),
      'the directory of readOnly() is undefined, not a directory; give a path of the host, or a directory',
    ],
    [
      'a snapshot of a path',
      () => snapshot('./work' as Anything),
      'the directory of snapshot() is "./work", not a directory; open it first; loadDirectory() of hostcall/node reads one of the host',
    ],
    [
      'contents that are none',
      () => memoryDirectory('text' as Anything),
      `the contents of the directory are "text"; give an object, such as { 'notes.txt': 'buy milk' }`,
    ],
    [
      'a directory to populate',
      () => populate({} as Anything, {}),
      'the directory of populate() is an object, not a directory; give a directory of an adapter, such as memoryDirectory(contents) of hostcall/memory',
    ],
    [
      'streams by other names',
      () => memoryStdio({ out: captureOutput() } as Anything),
      'unknown option "out" of memoryStdio(); did you mean stdout?',
    ],
    [
      'a stream that is none',
      () => memoryStdio({ stdout: console.log } as Anything),
      'stdout is a function, not a stream of hostcall; give callbackOutput(callback) of hostcall/memory',
    ],
    [
      'a stream in a browser',
      () => browserPorts({ stdout: new WritableStream() } as Anything),
      'stdout is an instance of WritableStream, not a stream of hostcall; give callbackOutput(bytes => …) of hostcall/memory, and write the bytes to it there',
    ],
    [
      'a text of bytes',
      () => textInput(new Uint8Array(0) as Anything),
      'the text is an instance of Uint8Array; give a string',
    ],
    ['bytes of a text', () => bytesInput('text' as Anything), 'the input is "text"; give bytes, in a Uint8Array'],
    [
      'a callback that is none',
      () => callbackOutput('text' as Anything),
      'what takes the output is "text"; give a function',
    ],
    [
      'a capacity',
      () => pipe({ capacity: 5 } as Anything),
      'the capacity is an object; give a whole number, 0 or greater, or Infinity for no limit',
    ],
    ['a seed', () => new SeededRandom('x' as Anything), 'the seed is "x"; give a whole number, also as a bigint'],
    ['a tick', () => new SteppedClock(0n, -1), 'the tick is -1; give a number, 0 or greater'],
    [
      'a direction',
      () => streamFromHost(1, 'out' as Anything),
      `the direction is "out"; give 'read', 'write' or 'both'`,
    ],
    [
      'a descriptor that is none',
      () => streamFromHost(process.stdout as Anything),
      `the descriptor is an instance of ${process.stdout.constructor.name}; give a whole number, 0 or greater`,
    ],
    [
      'ports that are none',
      () => createRuntime(undefined as Anything),
      'the ports are undefined; give an object of them, such as nodePorts()',
    ],
  ];

  for (const [what, use, message] of cases) {
    it(`is told in a sentence: ${what}`, async () => {
      expect(await messageOf(use)).to.equal(message);
    });
  }

  it('is not what else can be given: one name, one path, one status, a set', () => {
    for (const calls of ['fd_read', '%file,!path_open', ['fd_read'], new Set(['fd_read'] as const)])
      expect(() => runtime().watch({ calls: calls as 'fd_read', status: 'failed', paths: '/tmp' })).to.not.throw();
  });

  it('is found out before the program is compiled', async () => {
    const broken = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 255]);
    expect(await messageOf(() => runtime().run(broken, { arg: [] } as Anything))).to.match(/^unknown option "arg"/);
  });

  it('is found out before anything is opened', async () => {
    let opened = 0;
    const fileSystem = {
      openPreopen() {
        opened++;
        return dir();
      },
    };
    await refusal(() =>
      createRuntime({ ...ports(), fileSystem }).run(wasm, { preopens: { '/': '.' }, arg: [] } as Anything),
    );
    expect(opened).to.equal(0);
  });
});
