import { resolve } from 'node:path';
import { expect } from 'chai';
import { hostPaths } from '../../../../adapters/cli/trace/host-paths.js';
import { worldSetting } from '../../../../adapters/cli/world/world-setting.js';

const given = (...places: [option: 'dir' | 'overlay' | 'mem', text: string][]) =>
  places.map(([option, text]) => ({ option, text }));

describe('where descriptors lead on the host', () => {
  const pathOf = hostPaths(
    worldSetting({
      dir: given(['dir', '/srv/root::/'], ['dir', '/srv/etc::/etc'], ['mem', '/tmp'], ['overlay', '/srv/o::/over']),
    }),
  );

  for (const [label, path] of [
    ['/', '/srv/root'],
    ['/a/b.txt', '/srv/root/a/b.txt'],
    ['/a/../b', '/srv/root/b'],
    ['/etc', '/srv/etc'],
    ['/etc/./passwd', '/srv/etc/passwd'],
    ['/etcetera', '/srv/root/etcetera'],
    ['/tmp/x', undefined],
    ['/over/x', undefined],
    ['stdout', undefined],
  ] as const) {
    it(`${label} is ${path}`, () => expect(pathOf(label)).to.equal(path && resolve(path)));
  }

  it('by relative names', () => {
    const relative = hostPaths(worldSetting({ dir: given(['dir', '.'], ['dir', '/srv/data::data']) }));
    expect(relative('.')).to.equal(resolve('.'));
    expect(relative('./scratch/file')).to.equal(resolve('scratch/file'));
    expect(relative('data/x')).to.equal(resolve('/srv/data/x'));
    expect(relative('/x')).to.equal(undefined);
  });

  it('is nowhere if all is in memory', () => {
    expect(hostPaths(worldSetting({ host: 'memory', dir: given(['dir', '/srv::/']) }))('/x')).to.equal(undefined);
  });
});
