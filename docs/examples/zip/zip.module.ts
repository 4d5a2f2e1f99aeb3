import { Port } from 'hostcall';
import { ContainerModule } from 'inversify';
import { ZipFileSystem } from './zip-file-system.js';

/** Puts archives in place of the host's directories: `assemble(nodeHost(), zipFileSystem({ 'site.zip': bytes }))`. */
export function zipFileSystem(archives: Readonly<Record<string, Uint8Array>>): ContainerModule {
  return new ContainerModule(({ bind }) => {
    bind(Port.fileSystem).toConstantValue(new ZipFileSystem(archives));
  });
}
