import { type SigpipeChoice, sigpipeChoices } from '../../../application/hostcalls/index.js';
import { defaultLimits } from '../../../application/limits.js';
import { type UnknownImports, unknownImportsChoices } from '../../../application/modules/index.js';
import { debugOption, type OptionDescription, type OptionGroup } from '../command-description.js';
import { maxThreadsOption, type ThreadOptions } from '../guest/max-threads.js';
import { maxMemoryOption, maxOutputOption, type SizeLimitOptions } from '../guest/size-limits.js';
import { maxStackOption } from '../guest/stack-option.js';
import { maxCpuTimeOption, type TimeLimitOptions, timeoutOption } from '../guest/time-limits.js';
import { hostNames, ruleNames, systemNames, type WorldOptions } from '../world/world-options.js';

/** The options of `run` as they were given. `trace` and `record` have them too. */
export interface RunOptions extends WorldOptions, TimeLimitOptions, SizeLimitOptions, ThreadOptions {
  /** `NAME=VALUE` or `NAME`, in order. */
  readonly env?: readonly string[];
  readonly argv0?: string;
  /** The exported function to call instead of starting the program. */
  readonly invoke?: string;
  readonly unknownImports?: UnknownImports;
  readonly sigpipe?: SigpipeChoice;
  readonly maxStack?: string;
  readonly debug?: boolean;
}

/** The arguments of `run`, `trace` and `record`. */
export const programArguments = [
  { name: 'prog.wasm', text: 'the program, a core WebAssembly module', completes: 'program' },
  {
    name: 'args',
    text: 'the arguments of the program: everything after it, even what looks like an option. Only --env-file is taken by Node itself, unless -- comes before the program',
    number: '*',
    completes: 'file',
  },
] as const;

/** What becomes of imports that are not provided. `check` has it too. */
export const unknownImportsOption: OptionDescription = {
  long: 'unknown-imports',
  argument: 'HOW',
  text: 'a program that imports functions which hostcall does not provide: refuse it; let it start, and trap when it calls one; or let them return ENOSYS',
  details:
    'how to treat a program that imports functions which hostcall does not provide, or hostcalls with another type: `refuse` it; let it start, and `trap` when it calls one; or let them return ENOSYS (`enosys`): see [unknown imports](#unknown-imports)',
  values: unknownImportsChoices,
  default: 'refuse',
};

/** Whether the program gets a network. `check` has it too. */
export const allowNetOption: OptionDescription = {
  long: 'allow-net',
  argument: 'HOST[:PORT]',
  text: 'let the program open sockets itself, as with WasmEdge, and reach this host; all lets it reach every host',
  details:
    'lets the program open sockets itself, by [the functions that WasmEdge adds](sockets.md#sockets-that-the-program-opens), and reach this host, at this port or at any; `all` lets it reach every host',
  repeatable: 'list',
  essential: true,
};

const sigpipeOption: OptionDescription = {
  long: 'sigpipe',
  argument: 'HOW',
  text: 'a program that writes to a pipe whose reader has closed it: terminate it, with status 141; or ignore, and the call returns EPIPE',
  details:
    'how to treat a program that writes to a pipe whose reader has closed it, as in `hostcall run yes.wasm | head -1`: `terminate` it, with the status 141, as SIGPIPE ends native programs; or `ignore`, and the call returns EPIPE',
  values: sigpipeChoices,
  default: 'terminate',
};

/** The options of `run`, which `trace` and `record` have too. Names are those of wasmtime where it has them. */
export const runOptions: readonly OptionGroup[] = [
  {
    title: 'Directories',
    options: [
      {
        long: 'dir',
        argument: 'HOST[::GUEST][:ro]',
        text: 'give the program a directory of the host, under the name GUEST or else the same name; with :ro it cannot change anything',
        details:
          'a directory of the host, under the name `GUEST`, or else the same name. With `:ro` the program can read it and change nothing: what would change something returns EROFS',
        repeatable: 'directories',
        completes: 'directory',
        essential: true,
      },
      {
        long: 'overlay',
        argument: 'HOST[::GUEST]',
        text: 'the same, but the changes are kept apart, and listed on stderr at the end',
        details: 'the same, but the changes of the program are kept apart: see [overlays](#overlays)',
        repeatable: 'directories',
        completes: 'directory',
        essential: true,
      },
      {
        long: 'apply',
        text: 'write the changes in the overlays to the host at the end',
        essential: true,
      },
      {
        long: 'mem',
        argument: 'GUEST',
        text: 'give the program an empty directory in memory',
        repeatable: 'directories',
        essential: true,
      },
      {
        long: 'require-race-free',
        text: 'refuse to run where another process that exchanges directories could lead the program out of a --dir or --overlay',
        details:
          'refuses to run (status 2) where another process that exchanges directories could [lead the program out](security.md#what-is-promised) of a `--dir` or `--overlay`. Without it, stderr says in one line that this is so: on macOS, on Windows, and on Linux where `/proc` does not show the process',
      },
    ],
  },
  {
    title: 'Sockets',
    options: [
      {
        long: 'tcp-listen',
        argument: 'HOST:PORT',
        text: 'give the program a socket that accepts connections; for port 0 the system chooses one, which is printed on stderr',
        details:
          'a socket that accepts connections: see [sockets](#sockets). For port 0 the system chooses one, which is printed on stderr: `hostcall: listening on 127.0.0.1:43127`',
        repeatable: 'sockets',
        essential: true,
      },
      {
        long: 'tcp-connect',
        argument: 'HOST:PORT',
        text: 'give the program a socket that is connected to a server',
        repeatable: 'sockets',
        essential: true,
      },
      {
        long: 'unix-listen',
        argument: 'PATH',
        text: 'give the program a socket that accepts connections at a path of the host',
        details: 'a socket that accepts connections at a path of the host, which must not exist and is left behind',
        repeatable: 'sockets',
        completes: 'file',
      },
      {
        long: 'fd',
        argument: 'N',
        text: 'give the program a socket that hostcall was started with, as its descriptor N',
        details: 'a socket that hostcall was started with, as its descriptor `N`: of systemd, inetd or a shell',
        repeatable: 'sockets',
      },
      allowNetOption,
      {
        long: 'listen-env',
        text: 'tell the program of its sockets by the variables LISTEN_FDS and LISTEN_FDNAMES',
        details:
          'tells the program of its sockets by the variables `LISTEN_FDS` and `LISTEN_FDNAMES`, as [systemd](https://www.freedesktop.org/software/systemd/man/latest/sd_listen_fds.html) does',
      },
    ],
  },
  {
    title: 'Arguments and environment',
    options: [
      {
        long: 'env',
        argument: 'NAME[=VALUE]',
        text: 'set an environment variable; without a value, pass on that of the host',
        details:
          'an environment variable; the last one of a name counts. Without a value, that of the host; where the host has none, the program has none either',
        repeatable: 'list',
        completes: 'variable',
        essential: true,
      },
      {
        long: 'argv0',
        argument: 'NAME',
        text: 'the name of the program, as it sees it',
        details: 'the name of the program, its first argument',
        default: 'the name of the file',
        essential: true,
      },
      {
        long: 'invoke',
        argument: 'FUNCTION',
        text: 'call an exported function with the arguments, and print what it returns',
        details:
          'calls the exported function with the arguments instead of starting the program, and prints a line per result. Integers are decimal, or hexadecimal after `0x`. `_initialize` of a reactor runs first',
        essential: true,
      },
    ],
  },
  {
    title: 'World',
    options: [
      {
        long: 'host',
        argument: 'NAME',
        text: 'node: files, clocks and random bytes of the host. memory: each --dir is loaded into memory, and nothing is written back. deterministic: the same, with --clock and --seed, so that every run is the same',
        details:
          'whose files, clocks and random bytes the program gets. `node`: those of the host. `memory`: each `--dir` is loaded into memory, and nothing is written back. `deterministic`: the same, with `--clock` and `--seed`, so that every run is the same',
        values: hostNames,
        default: 'node',
        essential: true,
      },
      {
        long: 'system',
        argument: 'NAME',
        text: "how to reach files of the host on Linux, and streams and sockets on Windows: the system's own calls through koffi or node:ffi, or Node's fs",
        details:
          "how to reach files of the host on Linux, and streams and sockets on Windows: the [system's own calls](system-calls.md) through `koffi` or `node:ffi`, or Node's `fs`. One that cannot be used is refused",
        values: systemNames,
        default: 'the first that can be used',
      },
      {
        long: 'rules',
        argument: 'NAME',
        text: 'directories in memory follow the rules of Linux (posix), of Windows (windows), or of Windows without the privilege to create symbolic links (windows-unprivileged)',
        details:
          'the rules that directories in memory follow: `posix` (those of Linux), `windows`, or `windows-unprivileged`, which lacks the privilege to create symbolic links',
        values: ruleNames,
        default: 'posix',
      },
      {
        long: 'skip-unreadable',
        text: 'with --host memory or deterministic: leave out what cannot be loaded (no permission, not enough memory, a pipe, socket or device), and name it on stderr',
        details: 'leaves out of a directory that is loaded what cannot be loaded, and names it on stderr',
      },
      {
        long: 'seed',
        argument: 'N',
        text: 'random bytes that follow from a number, the same in each run (not for secrets)',
        details: 'random bytes that follow from a number, 0 to 2^64 − 1. They are not for secrets',
        essential: true,
      },
      {
        long: 'clock',
        argument: 'START',
        text: 'clocks that start at a date or at seconds since 1970, and advance only while the program waits or reads them',
        details:
          'clocks that start at a date or at seconds since 1970, and advance only while the program waits or reads them',
        essential: true,
      },
    ],
  },
  {
    title: 'Limits',
    options: [
      {
        long: 'max-descriptors',
        argument: 'N',
        text: 'descriptors open at once',
        details: 'descriptors open at once, the standard streams and directories among them; beyond it, EMFILE',
        default: String(defaultLimits.descriptors),
      },
      {
        long: 'max-path',
        argument: 'N',
        text: 'bytes of a path',
        details: 'bytes of a path; beyond it, ENAMETOOLONG',
        default: String(defaultLimits.pathBytes),
      },
      {
        long: 'max-iovecs',
        argument: 'N',
        text: 'buffers of one read or write',
        details: 'buffers of one read or write; beyond it, EINVAL',
        default: String(defaultLimits.iovecs),
      },
      {
        long: 'max-subscriptions',
        argument: 'N',
        text: 'subscriptions of one poll_oneoff',
        details: 'subscriptions of one poll_oneoff; beyond it, EINVAL',
        default: String(defaultLimits.subscriptions),
      },
      {
        long: 'max-file-bytes',
        argument: 'N',
        text: 'bytes of all files in memory together',
        details:
          'bytes of all files in memory together: in `--mem`, under `--host memory`, and in overlays; beyond it, EDQUOT. Without it, programs may add 1 GiB of [memory](memory.md) (ENOSPC)',
      },
      {
        long: 'max-inodes',
        argument: 'N',
        text: 'files, directories and links in memory together',
        details:
          'files, directories and links in memory together, each further name of a file and the given directories among them; beyond it, ENOSPC',
        default: 'no limit',
      },
      timeoutOption,
      maxCpuTimeOption,
      maxMemoryOption,
      maxOutputOption,
      maxStackOption,
      maxThreadsOption,
    ],
  },
  { title: 'Other', options: [unknownImportsOption, sigpipeOption, debugOption] },
];
