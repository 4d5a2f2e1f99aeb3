import { expect } from 'chai';
import { NodeFileSystem, nodeHost, nodePorts, type Platform, type Reach, WindowsFileSystem } from '../../api/node.js';
import { assemble } from '../../application/assembly/index.js';
import { expectErrno, namesIn, openDirectory, put, take } from '../../application/contract/index.js';
import { ConfigurationError } from '../../application/errors.js';
import { Errno, Open } from '../../domain/index.js';
import { createScratchDirectory } from '../guests/scratch-directory.js';

describe('nodeHost and nodePorts', () => {
  it('take the primitives of the platform they run on', () => {
    const { fileSystem } = nodePorts();
    expect(fileSystem instanceof WindowsFileSystem).to.equal(process.platform === 'win32');
    expect(fileSystem).to.be.instanceOf(NodeFileSystem);
    expect(assemble(nodeHost()).run).to.be.a('function');
  });

  it('take those of the platform that is asked for by name', () => {
    expect(nodePorts({ platform: 'windows' }).fileSystem).to.be.instanceOf(WindowsFileSystem);
    expect(nodePorts({ platform: 'posix' }).fileSystem).not.to.be.instanceOf(WindowsFileSystem);
    expect(assemble(nodeHost({ platform: 'windows' })).run).to.be.a('function');
  });

  it('refuse a platform that there is not, before anything is assembled', () => {
    for (const make of [nodeHost, nodePorts]) {
      expect(() => make({ platform: 'dos' as Platform })).to.throw(
        ConfigurationError,
        `option "platform" of Node’s ports is "dos"; give 'posix' or 'windows'`,
      );
    }
  });

  it('reach directories as they are asked to, or refuse', () => {
    expect((nodePorts({ reach: 'checks' }).fileSystem as NodeFileSystem).reach).to.equal('checks');
    for (const make of [nodeHost, nodePorts]) {
      expect(() => make({ reach: 'hands' as Reach })).to.throw(
        ConfigurationError,
        `option "reach" of Node’s ports is "hands"; give 'handles' or 'checks'`,
      );
      expect(() => make({ platform: 'windows', reach: 'handles' })).to.throw(ConfigurationError, 'on Linux only');
    }
    if (process.platform === 'linux') {
      expect((nodePorts({ reach: 'handles' }).fileSystem as NodeFileSystem).reach).to.equal('handles');
    } else {
      expect(() => nodePorts({ reach: 'handles' })).to.throw(ConfigurationError, 'on Linux only');
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
