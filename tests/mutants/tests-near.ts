/** Tests, in the order in which they are run: those that take long only for what the others have not noticed. Names are relative to `dist/tests`. */
export type Stages = readonly (readonly string[])[];

const security = (...names: readonly string[]) => names.map(name => `security/${name}.test.js`);

/** Of paths and links, on every adapter. */
const WAYS_OUT = security('no-follow', 'moving', 'creating', 'paths', 'permissions', 'results', 'reaching-out');
/** Of each file system over the host's own files. */
const ON_A_HOST = ['host-files', 'lowest-descriptor', 'unlisted-directories', 'descriptor-offsets'].map(
  name => `adapters/${name}.test.js`,
);
const HOST = security('descriptors', 'resources', 'exchange', 'host-times');

const system = (...names: readonly string[]) => names.map(name => `adapters/system/${name}.test.js`);
const node = (...names: readonly string[]) => names.map(name => `adapters/node/${name}.test.js`);
const windows = (...names: readonly string[]) => names.map(name => `adapters/windows/${name}.test.js`);

const composition = (...names: readonly string[]) => names.map(name => `application/composition/${name}.test.js`);

/** Of what copies files and goes through trees for compositions. */
const COPYING = composition('copy-file', 'directory-cursor');

/** Of what waits for descriptors, and tells whether they are ready. */
const SYSTEM_WAITING: Stages = [
  [...system('polling', 'descriptor-poll', 'contract'), 'adapters/descriptor-offsets.test.js'],
  system('sockets/*'),
  HOST,
];
/** Some files of a room, with the same tests near. */
function filesIn(room: string, names: readonly string[], stages: Stages): Record<string, Stages> {
  return Object.fromEntries(names.map(name => [`${room}/${name}.ts`, stages]));
}

/** Of directories and files, as they are reached in every way. */
const NODE_TREES: Stages = [
  [...node('files', 'reach', 'checked-directories', 'handles', 'moved-directories'), ...ON_A_HOST],
  // Checked trees are different on Windows.
  [
    ...node('contract', 'careful-host-calls'),
    ...['long-listings', 'windows/contract', 'windows/elsewhere'].map(name => `adapters/${name}.test.js`),
  ],
  WAYS_OUT,
  HOST,
];

/** By file. What is not named has those of trees. */
const NODE_FILES: Readonly<Record<string, Stages>> = {
  ...filesIn(
    'adapters/node',
    [
      ...['await-descriptor', 'descriptor-calls', 'device', 'nonblocking-descriptor', 'node-wasi', 'stream'],
      ...['terminal', 'waiting'],
    ],
    [
      [
        ...node('files', 'redirected', 'await-descriptor', 'nonblocking-descriptor', 'streams', 'waiting'),
        'adapters/descriptor-offsets.test.js',
      ],
      [...node('contract', 'stdio', 'worker', 'module'), 'adapters/system/polling.test.js'],
      [...HOST, ...security('terminal')],
    ],
  ),
  // Of primitives that do not do what they are to.
  ...filesIn(
    'adapters/node',
    ['careful-host-calls', 'host-probe', 'trusted-host'],
    [
      node('host-probe'),
      [...node('careful-host-calls', 'files'), 'adapters/lowest-descriptor.test.js'],
      [...node('contract'), ...system('choice')],
      WAYS_OUT,
    ],
  ),
  ...filesIn(
    'adapters/node',
    ['exact-times', 'host-times'],
    [node('host-times', 'exact-times', 'files'), [...node('contract'), ...security('host-times')]],
  ),
  ...filesIn('adapters/node', ['host-errors'], [node('host-errors')]),
  ...filesIn(
    'adapters/node',
    ['host-calls', 'names-in-parts', 'open-flags'],
    [
      [...node('other-platforms', 'files', 'host-probe'), ...ON_A_HOST, 'adapters/long-listings.test.js'],
      node('contract', 'redirected'),
      WAYS_OUT,
      security('terminal'),
    ],
  ),
  ...filesIn('adapters/node', ['load-directory'], [['api/load-directory.test.js']]),
  ...filesIn('adapters/node', ['node-ports'], [['api/node.test.js', ...node('module')]]),
  ...filesIn(
    'adapters/node',
    ['thread-cpu-time', 'worker-descriptors'],
    [node('thread-cpu-time', 'worker-descriptors')],
  ),
  ...filesIn(
    'adapters/node',
    ['guest-thread', 'run-in-worker', 'threads', 'uninterrupted', 'worker'],
    [
      node('uninterrupted'),
      node('run-in-worker'),
      node('threads'),
      [...node('worker'), ...system('workers', 'ended-workers')],
    ],
  ),
  ...filesIn('adapters/node', ['random'], [[...node('random', 'contract'), ...security('random-pool')]]),
  'adapters/node/': NODE_TREES,
};

const near: Readonly<Record<string, Stages>> = {
  'domain/paths/': [
    ['domain/paths/*.test.js', 'application/tracing/filters/*.test.js'],
    security('reaching-out', 'names', 'resources'),
  ],
  'domain/descriptors/': [
    ['domain/descriptors/*.test.js'],
    ['application/hostcalls/*.test.js'],
    security('permissions', 'results', 'descriptors'),
  ],
  'application/abi/': [
    [
      ...['pointer-faults', 'guest-memory', 'shells', 'disturbed-calls', 'shared-memory', 'lifter', 'lowerer'],
      ...['network-pointers', 'call-copies', 'address-list'],
    ].map(name => `application/abi/${name}.test.js`),
    ['application/hostcalls/args-environ.test.js'],
    ['application/abi/far-memory.test.js'],
    security('results', 'resources'),
  ],
  'application/composition/': [
    composition(
      'contract',
      'naming',
      'spellings',
      'read-only',
      'places',
      'overlay/overlay',
      'mounts/*',
      'quota/*',
      'faulty/*',
    ),
    composition('overlay/overlay-sizes', 'trees/*'),
    composition('overlay/overlay.property', 'preopens'),
    security('reaching-out', 'permissions'),
  ],
  'application/composition/overlay/': [
    composition(
      ...['overlay', 'overlay-failures', 'overlay-changes', 'overlay-faults'].map(name => `overlay/${name}`),
      ...['contract', 'naming', 'spellings'],
    ),
    composition('overlay/overlay-sizes'),
    composition('overlay/overlay.property', 'preopens'),
  ],
  'application/composition/copy-file.ts': [COPYING, composition('overlay/*', 'preopens')],
  'application/composition/directory-cursor.ts': [COPYING, composition('overlay/*', 'quota/*', 'trees/*')],
  'application/composition/streams/': [composition('streams/*')],
  'application/composition/trees/': [composition('trees/*', 'overlay/overlay-sizes')],
  'application/hostcalls/': [['application/hostcalls/*.test.js'], WAYS_OUT],
  'application/modules/': [['application/modules/*.test.js'], security('imports', 'strangers')],
  'adapters/web/random.ts': [['adapters/web/*.test.js', 'security/random-pool.test.js']],
  ...NODE_FILES,
  'adapters/system/': [
    [
      ...['files', 'directories', 'c-strings', 'refusals', 'probe', 'contract'].map(
        name => `adapters/system/${name}.test.js`,
      ),
      ...ON_A_HOST,
    ],
    WAYS_OUT,
    HOST,
  ],
  ...filesIn('adapters/system', ['descriptor-poll', 'stream-calls'], SYSTEM_WAITING),
  'adapters/system/waiting.ts': [system('interfaces'), ...SYSTEM_WAITING],
  // What decides whether there is an FFI: where there is none, most tests of the system are skipped.
  ...filesIn(
    'adapters/system',
    [
      ...['ffi-choice', 'file-system', 'host-calls', 'libc', 'linux-file-system', 'load-ffi', 'node-ffi'],
      ...['noted-calls', 'shared-calls', 'system-calls', 'system-ports'],
    ],
    [
      [...system('interfaces', 'known-answers', 'refusals'), 'adapters/lowest-descriptor.test.js'],
      system('contract', 'polling'),
    ],
  ),
  'adapters/system/stat-record.ts': [system('stat-record'), system('files', 'directories', 'refusals')],
  'adapters/system/koffi.ts': [system('koffi', 'known-answers'), system('files')],
  'adapters/system/known-answers.ts': [
    [...system('known-answers'), 'adapters/lowest-descriptor.test.js'],
    system('probe'),
  ],
  'adapters/system/probe.ts': [system('probe'), ['adapters/lowest-descriptor.test.js', ...system('contract')]],
  'adapters/system/sockets/': [
    [...system('sockets/*'), 'adapters/lowest-descriptor.test.js'],
    system('contract', 'polling'),
  ],
  'adapters/windows/calls/': [windows('consoles', 'streams', 'not-windows', 'known-answers')],
  'adapters/windows/sockets/': [windows('winsock', 'resolver', 'not-windows', 'known-answers')],
  'adapters/windows/waiting.ts': [windows('waiting', 'winsock')],
  'adapters/windows/windows-system-ports.ts': [windows('not-windows')],
  'adapters/windows/': [
    ['adapters/windows/*.test.js', 'windows/observed.test.js'],
    ['semantics/unreadable-directories.test.js', ...node('host-probe'), ...security('names', 'exchange', 'links')],
  ],
  'adapters/memory/': [['adapters/memory/*.test.js'], security('reaching-out', 'permissions', 'names', 'strangers')],
  'adapters/memory/tar.ts': [['application/composition/trees/trees.test.js']],
  'adapters/memory/directory.ts': [
    ['adapters/memory/*.test.js'],
    ['adapters/long-listings.test.js', 'application/hostcalls/*.test.js'],
    security('reaching-out', 'permissions', 'names', 'strangers'),
  ],
  ...Object.fromEntries(
    ['live-session', 'live-thread', 'run-thread'].map(name => [
      `adapters/cli/inspect/${name}.ts`,
      [['live', 'large-commands'].map(test => `adapters/cli/inspect/${test}.test.js`)],
    ]),
  ),
  'adapters/cli/inspect/': [
    ['server', 'inspect', 'large-commands', 'open-page'].map(name => `adapters/cli/inspect/${name}.test.js`),
    ['live', 'other-origin', 'live-page'].map(name => `adapters/cli/inspect/${name}.test.js`),
  ],
};

/** The tests near a source file. */
export function testsNear(file: string): Stages {
  const found = Object.keys(near)
    .filter(prefix => file.startsWith(prefix))
    .sort((one, other) => other.length - one.length)[0];
  if (found === undefined) throw new Error(`no tests are known to be near ${file}`);
  return near[found] as Stages;
}

/** Tests that know the table. */
export const TABLE_STAGES: Stages = [
  [
    'domain/preview1/*.test.js',
    'application/abi/shells.test.js',
    'application/hostcalls/rights-of-the-table.test.js',
    'domain/descriptors/*.test.js',
  ],
  ['application/hostcalls/*.test.js'],
  ['application/abi/*.test.js', 'application/tracing/every-hostcall.test.js', 'application/sentences/*.test.js'],
];
