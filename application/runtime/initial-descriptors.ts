import {
  Descriptor,
  DescriptorTable,
  DIRECTORY_RIGHTS,
  encodeUtf8,
  Fdflag,
  type FileSystem,
  Filetype,
  INHERITABLE_RIGHTS,
  Right,
  rightsOfStream,
  SOCKET_RIGHTS,
  type Socket,
  type Stdio,
  type Stream,
  WRITING_RIGHTS,
} from '../../domain/index.js';
import {
  InputStream,
  isProgramInput,
  isProgramOutput,
  OutputStream,
  openHostPath,
  openPlace,
  type Place,
  type ProgramInput,
  type ProgramOutput,
  requirePlace,
} from '../composition/index.js';
import { ConfigurationError } from '../errors.js';
import { closeResource } from '../hostcalls/index.js';
import type { CompleteLimits } from '../limits.js';
import { isStream, requireDirectory, requireSocket, requireStream } from '../options/index.js';
import type { OutputLimit } from './output-limit.js';
import { checkPreopenOptions, type PreopenOptions, type ProgramOptions } from './program-options.js';
import { requireWellFormed } from './strings.js';

/** Rights that standard input lacks: all that would change it. */
const NOT_READING = WRITING_RIGHTS;
/** What standard output and standard error have no right to. */
const NOT_WRITING = Right.FD_READ;

/**
 * The descriptors a program starts with: its three streams, then its preopened directories and its sockets, in the order they were given.
 * @param report is told of errors of what the embedder reads from
 * @param outputLimit bounds what is written to the two outputs; undefined for no bound
 * @param suspends whether its calls can wait for what the embedder reads from and writes to, since they do not block the thread
 * @throws ConfigurationError for a preopen that cannot be opened; what was opened before is closed again
 */
export function initialDescriptors(
  options: ProgramOptions,
  stdio: Stdio,
  fileSystem: FileSystem,
  limits: CompleteLimits,
  report: (error: unknown) => void,
  outputLimit?: OutputLimit,
  suspends: boolean = options.waiting === 'suspend',
): DescriptorTable {
  const table = new DescriptorTable(limits.descriptors);
  try {
    const { stdin = stdio.stdin, stdout = stdio.stdout, stderr = stdio.stderr } = options;
    const input = !isStream(stdin) && isProgramInput(stdin) ? new InputStream(stdin, suspends, report, 'stdin') : stdin;
    add(table, streamDescriptor(input, NOT_READING, 'stdin'));
    for (const [label, output] of Object.entries({ stdout, stderr })) {
      const stream = !isStream(output) && isProgramOutput(output) ? new OutputStream(output, suspends) : output;
      requireStream(stream, label);
      add(table, streamDescriptor(outputLimit?.over(stream) ?? stream, NOT_WRITING, label));
    }
    for (const [guestPath, given] of Object.entries(options.preopens ?? {})) {
      add(table, preopenDescriptor(guestPath, given, fileSystem));
    }
    // libc looks for directories up to the first descriptor that is none.
    for (const [name, socket] of Object.entries(options.sockets ?? {})) add(table, socketDescriptor(name, socket));
  } catch (error) {
    for (const [, descriptor] of table) closeResource(descriptor.resource);
    throw error;
  }
  return table;
}

function add(table: DescriptorTable, descriptor: Descriptor): void {
  if (table.insert(descriptor) < 0) {
    closeResource(descriptor.resource);
    throw new ConfigurationError(
      'the descriptor limit leaves no room for the preopened directories and sockets',
      'raise limits.descriptors',
    );
  }
}

/** @param taken rights it does not get */
function streamDescriptor(stream: Stream | ProgramInput | ProgramOutput, taken: number, label: string): Descriptor {
  requireStream(stream, label);
  const flags = stream.appending === true ? Fdflag.APPEND : 0;
  return new Descriptor(stream, stream.filetype, rightsOfStream(stream) & ~taken, 0, flags, label);
}

function preopenDescriptor(guestPath: string, given: Place | PreopenOptions, fileSystem: FileSystem): Descriptor {
  if (guestPath.includes('\0')) {
    throw new ConfigurationError(`guest path ${JSON.stringify(guestPath)} contains a NUL character`, 'remove it');
  }
  requireWellFormed(guestPath, 'guest path');
  const name = `the preopen ${JSON.stringify(guestPath)}`;
  if (isOptions(given)) checkPreopenOptions(given, name);
  const { directory, readOnly = false } = isOptions(given) ? given : { directory: given };
  requirePlace(directory, name);
  const opened = openPlace(directory, path => openHostPath(path, fileSystem));
  requireDirectory(opened, name);
  const taken = readOnly ? WRITING_RIGHTS : 0;
  return new Descriptor(
    opened,
    Filetype.DIRECTORY,
    DIRECTORY_RIGHTS & ~taken,
    INHERITABLE_RIGHTS & ~taken,
    0,
    guestPath,
    encodeUtf8(guestPath),
  );
}

function socketDescriptor(name: string, socket: Socket): Descriptor {
  requireSocket(socket, `the socket ${JSON.stringify(name)}`);
  return new Descriptor(socket, socket.filetype, SOCKET_RIGHTS, SOCKET_RIGHTS, 0, name);
}

function isOptions(given: Place | PreopenOptions): given is PreopenOptions {
  return typeof given === 'object' && given !== null && 'directory' in given;
}
