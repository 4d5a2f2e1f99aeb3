import { expect } from 'chai';
import type { DirectoryOptionName, GivenDirectory } from '../../../../adapters/cli/guest/dir-option.js';
import { ruleNames, type WorldOptions } from '../../../../adapters/cli/world/world-options.js';
import { isPlain, worldSetting } from '../../../../adapters/cli/world/world-setting.js';

const given = (
  option: DirectoryOptionName,
  ...texts: string[]
): { [Option in DirectoryOptionName]?: readonly GivenDirectory[] } => ({
  [option]: texts.map(text => ({ option, text })),
});
const host = (path: string, guest: string, readOnly = false) => ({ kind: 'host', guest, path, readOnly });
const overlaid: WorldOptions = given('overlay', '.');

describe('worldSetting', () => {
  it('is the host’s own world by default', () => {
    const setting = worldSetting({});
    expect(setting).to.deep.equal({
      host: 'node',
      system: undefined,
      rules: undefined,
      skipUnreadable: false,
      directories: [],
      sockets: [],
      reachable: [],
      apply: false,
      raceFree: false,
      seed: undefined,
      start: undefined,
      quotas: {},
      limits: {},
    });
    expect(isPlain(setting)).to.equal(true);
    expect(isPlain(worldSetting(given('dir', 'a', 'b::/')))).to.equal(true);
  });

  it('is a special one if any option asks for that', () => {
    for (const options of [
      { host: 'memory' },
      { seed: '1' },
      { clock: '0' },
      given('dir', 'a:ro'),
      given('mem', '/tmp'),
      overlaid,
    ] as const) {
      expect(isPlain(worldSetting(options)), JSON.stringify(options)).to.equal(false);
    }
  });

  it('puts directories under the same name unless another is given', () => {
    expect(worldSetting(given('dir', '.', 'a/b::/', 'C:\\x::/y::z')).directories).to.deep.equal([
      host('.', '.'),
      host('a/b', '/'),
      host('C:\\x', '/y::z'),
    ]);
    expect(worldSetting(given('overlay', 'a', 'b::/:ro')).directories).to.deep.equal([
      { kind: 'overlay', guest: 'a', path: 'a' },
      { kind: 'overlay', guest: '/:ro', path: 'b' },
    ]);
    expect(worldSetting(given('mem', '/tmp:ro')).directories).to.deep.equal([{ kind: 'memory', guest: '/tmp:ro' }]);
  });

  it('takes one :ro or :rw from the end of --dir; the rest may contain colons', () => {
    const written = ['a:ro', 'b::/b:ro', 'c:rw', 'd:ro:rw', 'e:ro:ro', 'f::ro', 'g:ro::/g', 'h::/h:ro:rw', 'C:\\i:ro'];
    expect(worldSetting(given('dir', ...written)).directories).to.deep.equal([
      host('a', 'a', true),
      host('b', '/b', true),
      host('c', 'c'),
      host('d:ro', 'd:ro'),
      host('e:ro', 'e:ro', true),
      host('f', 'ro'),
      host('g:ro', '/g'),
      host('h', '/h:ro'),
      host('C:\\i', 'C:\\i', true),
    ]);
  });

  it('refuses a directory without a name, and two of one name', () => {
    for (const text of ['', '::/x', 'x::', '::'])
      for (const option of ['dir', 'overlay'] as const)
        expect(() => worldSetting(given(option, text)), text).to.throw(
          `--${option} '${text}' lacks a path; write --${option} HOST or --${option} HOST::GUEST`,
        );
    expect(() => worldSetting(given('mem', ''))).to.throw(/^--mem '' lacks a path; write --mem GUEST/);
    const both: GivenDirectory[] = [
      { option: 'dir', text: 'a::/x' },
      { option: 'mem', text: '/x' },
    ];
    expect(() => worldSetting({ dir: both, mem: both })).to.throw(
      /two directories have the guest path '\/x'; give one of them/,
    );
  });

  it('deterministic has a seed and a beginning, which can be chosen', () => {
    expect(worldSetting({ host: 'deterministic' })).to.include({ seed: 0n, start: 946_684_800_000_000_000n });
    expect(worldSetting({ host: 'deterministic', seed: '0xff', clock: '1.5' })).to.include({
      seed: 255n,
      start: 1_500_000_000n,
    });
    expect(worldSetting({ host: 'memory' })).to.include({ seed: undefined, start: undefined });
  });

  it('takes rules for what is in memory', () => {
    expect(worldSetting({ host: 'memory' })).to.include({ rules: undefined });
    for (const rules of ruleNames) {
      for (const options of [{ host: 'memory' }, { host: 'deterministic' }, given('mem', '/tmp')] as const) {
        expect(worldSetting({ ...options, rules })).to.include({ rules });
      }
    }
  });

  it('knows the limits', () => {
    const { limits, quotas } = worldSetting({
      host: 'memory',
      maxDescriptors: '3',
      maxPath: '255',
      maxIovecs: '16',
      maxSubscriptions: '8',
      maxFileBytes: '0',
      maxInodes: '2',
    });
    expect(limits).to.deep.equal({ descriptors: 3, pathBytes: 255, iovecs: 16, subscriptions: 8 });
    expect(quotas).to.deep.equal({ bytes: 0, inodes: 2 });
  });

  const misuses: readonly (readonly [WorldOptions, string])[] = [
    [
      { rules: 'windows' },
      '--rules applies to directories in memory, and there are none; add --host memory or --mem GUEST',
    ],
    [
      { ...overlaid, rules: 'windows' },
      '--rules applies to directories in memory, and an overlay follows the rules of the directory below it; use --host memory with --dir, or leave out --rules',
    ],
    [{ apply: true }, '--apply needs an overlay; add --overlay HOST::GUEST'],
    [
      { ...overlaid, host: 'memory' },
      '--overlay needs the files of the host, which --host memory does not use; use --dir, which writes nothing back either, or leave out --host',
    ],
    [
      { maxInodes: '5' },
      '--max-inodes applies to directories in memory, and there are none; add --mem GUEST, --overlay HOST or --host memory',
    ],
    [
      { ...given('dir', '.'), maxFileBytes: '5' },
      '--max-file-bytes applies to directories in memory, and there are none; add --mem GUEST, --overlay HOST or --host memory',
    ],
    [{ seed: 'x' }, "invalid --seed 'x'; write a whole number, such as --seed 42"],
    [{ seed: '-1' }, "invalid --seed '-1'; write a whole number, such as --seed 42"],
    [{ seed: '18446744073709551616' }, '--seed 18446744073709551616 is too large; the maximum is 18446744073709551615'],
    [{ maxIovecs: '' }, "invalid --max-iovecs ''; write a whole number, such as --max-iovecs 1024"],
    [{ maxPath: '1e3' }, "invalid --max-path '1e3'; write a whole number, such as --max-path 4096"],
    [{ maxSubscriptions: '0' }, '--max-subscriptions 0 is too small; the minimum is 1'],
    [{ maxDescriptors: '2147483648' }, '--max-descriptors 2147483648 is too large; the maximum is 2147483647'],
    [{ ...given('dir', 'a', 'b'), maxDescriptors: '4' }, '--max-descriptors 4 is too small; the minimum is 5'],
    [
      { clock: 'tomorrow' },
      "invalid --clock 'tomorrow'; write a date, such as 2026-01-31T12:00:00Z, or seconds since 1970",
    ],
  ];
  for (const [options, message] of misuses)
    it(`refuses ${JSON.stringify(options)}`, () => {
      expect(() => worldSetting(options)).to.throw(Error, message);
    });
});
