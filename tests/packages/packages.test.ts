import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { PATIENCE, Scratch } from '../adapters/cli/command-line.js';
import { repository } from '../guests/build-cache.js';
import { buildWat } from '../guests/build-wat.js';
import { PLUGIN } from './plugin.js';

const uses = fileURLToPath(new URL('tests/packages/uses.mjs', repository));
const register = new URL('dist/register/index.js', repository).href;

// The others, which have to be fetched, are tested by `npm run test:packages`.
describe('packages that use node:wasi', function () {
  this.timeout(2 * PATIENCE);
  let scratch: Scratch;

  before(async () => {
    scratch = new Scratch();
    scratch.file('plugin.wasm', await buildWat(PLUGIN));
  });
  after(() => scratch.remove());

  function use(
    name: string,
    options: readonly string[],
    trace = '',
  ): { readonly stdout: string; readonly stderr: string } {
    const { NODE_OPTIONS: _, ...env } = process.env;
    return spawnSync(process.execPath, ['--no-warnings', ...options, uses, name], {
      cwd: scratch.path,
      encoding: 'utf8',
      timeout: PATIENCE,
      env: { ...env, HOSTCALL_TRACE: trace },
    });
  }

  for (const [name, calls] of [
    ['@extism/extism', ['random_get', '[worker 1] random_get', '[worker 1] fd_prestat_get']],
    ['quickjs-wasi', ['clock_time_get']],
  ] as const)
    it(`do on hostcall what they do on node:wasi: ${name}`, () => {
      const expected = use(name, []).stdout;
      expect(expected).to.match(/^["[]/);
      expect(use(name, ['--import', register])).to.include({ stdout: expected, stderr: '' });
      const traced = use(name, ['--import', register], '-');
      expect(traced.stdout).to.equal(expected);
      for (const call of calls) expect(traced.stderr).to.contain(`${call}(`);
    });
});
