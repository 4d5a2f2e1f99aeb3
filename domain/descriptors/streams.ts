import type { File, Stream } from '../ports/index.js';
import { Filetype } from '../preview1/index.js';
import type { Resource } from './descriptor.js';

/** The stream that a resource is, if it is one: also a device or pipe that was opened by name. */
export function streamOf(resource: Resource): Stream | undefined {
  if (resource.kind === 'stream') return resource;
  return resource.kind === 'file' ? resource.stream : undefined;
}

/** The file that a resource is, if it is one: also a standard stream that was redirected to a file. */
export function fileOf(resource: Resource): File | undefined {
  if (resource.kind === 'file') return resource;
  return resource.kind === 'stream' ? resource.file : undefined;
}

/** What of a resource can be read and written at an offset that is given. */
export function positionedFile(resource: Resource): File | undefined {
  const stream = streamOf(resource);
  if (stream !== undefined) return stream.file;
  return resource.kind === 'file' ? resource : undefined;
}

/**
 * Whether FD_SEEK and FD_TELL mean something on a resource. libc's `isatty` takes a character device without them for a terminal; so a terminal never
 * has them, and every other character device does, whether it is a standard stream or was opened by name.
 */
export function isSeekable(resource: File | Stream): boolean {
  const stream = streamOf(resource);
  if (resource.filetype === Filetype.CHARACTER_DEVICE) return stream?.terminal !== true;
  return stream === undefined ? resource.filetype === Filetype.REGULAR_FILE : stream.file !== undefined;
}
