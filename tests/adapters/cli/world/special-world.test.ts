import { expect } from 'chai';
import { createSpecialWorld } from '../../../../adapters/cli/world/special-world.js';
import type { WorldOptions } from '../../../../adapters/cli/world/world-options.js';
import { worldSetting } from '../../../../adapters/cli/world/world-setting.js';
import { MemoryFileSystem, memoryPorts } from '../../../../adapters/memory/index.js';
import { expectErrno, namesIn, put, take } from '../../../../application/contract/index.js';
import { type Directory, Errno, windowsNaming } from '../../../../domain/index.js';

/** A world over a host whose files go by the rules of Windows. */
function worldOnWindows(options: WorldOptions) {
  const fileSystem = new MemoryFileSystem({ 'work/Notes': 'old' }, { rules: 'windows' });
  const world = createSpecialWorld(worldSetting(options), { ...memoryPorts(), fileSystem });
  return { world, guest: world.preopens['/'] as Directory, host: fileSystem.openPreopen('work') as Directory };
}

describe('createSpecialWorld, on a host by the rules of Windows', () => {
  it('an overlay follows the naming rules of its base', () => {
    const overlay = [{ option: 'overlay', text: 'work::/' }] as const;
    const { world, guest, host } = worldOnWindows({ overlay, apply: true });
    expect(guest.naming).to.equal(windowsNaming);
    put(guest, 'NOTES', 'new');
    expectErrno(guest.createDirectory('NUL'), -Errno.EINVAL);
    expect(namesIn(guest)).to.deep.equal(['Notes']);
    expect(take(host, 'Notes')).to.equal('old');
    guest.close();
    expect(world.settle(true)).to.deep.equal(['hostcall: 1 change written to work']);
    expect(take(host, 'notes')).to.equal('new');
  });

  it('directories in memory follow the rules of Linux unless others are given', () => {
    const dir = [{ option: 'dir', text: 'work::/' }] as const;
    expectErrno(worldOnWindows({ host: 'memory', dir }).guest.createDirectory('NUL'), 0);
    expectErrno(worldOnWindows({ host: 'memory', rules: 'windows', dir }).guest.createDirectory('NUL'), -Errno.EINVAL);
  });
});
