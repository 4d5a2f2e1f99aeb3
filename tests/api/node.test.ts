import { expect } from 'chai';
import { systemCalls } from '../../adapters/system/index.js';
import {
  LinuxFileSystem,
  NodeFileSystem,
  nodeHost,
  nodePorts,
  type Platform,
  type Reach,
  type SystemInterface,
  WindowsFileSystem,
} from '../../api/node.js';
import { assemble } from '../../application/assembly/index.js';
import { expectErrno, namesIn, openDirectory, put, take } from '../../application/contract/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { Errno, Open } from '../../domain/index.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';
import { LINUX, needing, WINDOWS } from '../needs.js';

describe('nodeHost and nodePorts', () => {
  it('take the primitives of the platform they run on', () => {
    const { fileSystem } = nodePorts();
    expect(fileSystem).to.be.instanceOf(WINDOWS.met ? WindowsFileSystem : LINUX.met ? LinuxFileSystem : NodeFileSystem);
    expect(assemble(nodeHost()).run).to.be.a('function');
  });

  it('take those of the platform that is given by name', () => {
    expect(nodePorts({ platform: 'windows' }).fileSystem).to.be.instanceOf(WindowsFileSystem);
    expect(nodePorts({ platform: 'posix' }).fileSystem).not.to.be.instanceOf(WindowsFileSystem);
    expect(assemble(nodeHost({ platform: 'windows' })).run).to.be.a('function');
  });

  it('refuse a platform that there is not, before anything is assembled', () => {
    for (const make of [nodeHost, nodePorts]) {
      expect(() => make({ platform: 'dos' as Platform })).to.throw(
        ConfigurationError,
        `option "platform" of nodeHost() is "dos"; give 'posix' or 'windows'`,
      );
    }
  });

  it('reach directories as they are asked to, or refuse', () => {
    expect((nodePorts({ reach: 'checks' }).fileSystem as NodeFileSystem).reach).to.equal('checks');
    for (const make of [nodeHost, nodePorts]) {
      expect(() => make({ reach: 'hands' as Reach })).to.throw(
        ConfigurationError,
        `option "reach" of nodeHost() is "hands"; give 'handles' or 'checks'`,
      );
      expect(() => make({ platform: 'windows', reach: 'handles' })).to.throw(ConfigurationError, 'on Linux only');
    }
    if (LINUX.met) {
      expect((nodePorts({ reach: 'handles' }).fileSystem as NodeFileSystem).reach).to.equal('handles');
    } else {
      expect(() => nodePorts({ reach: 'handles' })).to.throw(ConfigurationError, 'on Linux only');
    }
  });

  needing(LINUX).it(
    'reach files through the best available system interface, and say why the others are not used',
    () => {
      const { fileSystem } = nodePorts();
      if (!(fileSystem instanceof LinuxFileSystem)) throw new Error('not the files of Linux');
      const reasons = (['koffi', 'node:ffi'] as const).map(name => ({ name, reason: systemCalls(name) }));
      const usable = reasons.findIndex(({ reason }) => typeof reason !== 'string');
      expect(fileSystem.interface).to.equal(reasons[usable]?.name ?? 'fs');
      expect(fileSystem.declined).to.deep.equal(usable === -1 ? reasons : reasons.slice(0, usable));
      expect(fileSystem.reach).to.equal('handles');
    },
  );

  needing(LINUX).it('reach files through the requested system interface, or refuse', () => {
    for (const system of ['koffi', 'node:ffi', 'fs'] as const) {
      const reason = system === 'fs' ? undefined : systemCalls(system);
      if (typeof reason === 'string') {
        for (const make of [nodeHost, nodePorts])
          expect(() => make({ system })).to.throw(
            ConfigurationError,
            `files cannot be reached through ${system}: it ${reason}`,
          );
        continue;
      }
      const { fileSystem } = nodePorts({ system, reach: 'handles' });
      expect((fileSystem as LinuxFileSystem).interface).to.equal(system);
      expect((fileSystem as LinuxFileSystem).declined).to.deep.equal([]);
    }
    for (const make of [nodeHost, nodePorts])
      expect(() => make({ system: 'koffi', reach: 'checks' })).to.throw(ConfigurationError, 'reached by descriptors');
  });

  it('refuse a system interface that there is not, or not there', () => {
    for (const make of [nodeHost, nodePorts]) {
      expect(() => make({ system: 'libc' as SystemInterface })).to.throw(
        ConfigurationError,
        "give 'koffi', 'node:ffi' or 'fs'",
      );
      for (const system of ['koffi', 'node:ffi'] as const)
        expect(() => make({ platform: 'windows', system })).to.throw(ConfigurationError, 'on Linux and Windows only');
      expect(make({ platform: 'windows', system: 'fs' })).to.be.an('object');
    }
  });

  it('asked for Windows elsewhere, go by its rules over the files that are there', () => {
    const { preopen, dispose } = createScratchDirectory({ file: 'x', 'dir/NUL.txt': 'hidden' });
    try {
      const root = nodePorts({ platform: 'windows' }).fileSystem.openPreopen(preopen);
      if (typeof root === 'number') throw new Error(`openPreopen: ${root}`);
      expect(take(root, 'file')).to.equal('x');
      put(root, 'new', 'y');
      expect(namesIn(root)).to.deep.equal(['dir', 'file', 'new']);
      expectErrno(root.open('AUX', Open.WRITE | Open.CREATE), -Errno.EINVAL);
      const dir = openDirectory(root, 'dir');
      expectErrno(dir.open('NUL.txt', Open.READ), -Errno.EINVAL);
      expect(namesIn(dir)).to.deep.equal([]);
      dir.close();
      root.close();
    } finally {
      dispose();
    }
  });
});
