import { ALL_RIGHTS, Descriptor, Filetype, type Resource } from '../../../domain/index.js';

const filetypes = {
  file: Filetype.REGULAR_FILE,
  directory: Filetype.DIRECTORY,
  stream: Filetype.CHARACTER_DEVICE,
  socket: Filetype.SOCKET_STREAM,
} as const;

/** A descriptor whose resource can do nothing: what looks descriptors up, moves them and checks rights never asks it anything. */
export function sampleDescriptor(
  kind: Resource['kind'],
  rightsBase: number = ALL_RIGHTS,
  rightsInheriting: number = ALL_RIGHTS,
  filetype: number = filetypes[kind],
): Descriptor {
  const resource = { kind, filetype, terminal: true } as unknown as Resource;
  return new Descriptor(resource, filetype, rightsBase, rightsInheriting, 0, 'sample');
}
