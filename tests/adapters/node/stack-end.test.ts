import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { hostFileSystems } from '../../guests/host-file-systems.js';
import { LINUX, needing } from '../../needs.js';

const child = fileURLToPath(new URL('./stack-end-child.js', import.meta.url));
const MINUTE = 60_000;

interface Result {
  readonly left: number;
  readonly trapped: number;
  readonly returned: number;
}

function results(flags: readonly string[], figures: readonly number[]): Result[] {
  // Optimised code needs so little stack that the end hardly ever comes between two of its calls.
  const given = ['--no-opt', ...flags, child, ...figures.map(String)];
  const { status, stdout, stderr } = spawnSync(process.execPath, given, { encoding: 'utf8' });
  expect(status, stderr).to.equal(0);
  return stdout
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Result);
}

needing(LINUX).describe('descriptors of the host at the end of the stack', function () {
  this.timeout(10 * MINUTE);

  // There is no other place that tells what a process has open.

  it('are all closed with the guest, wherever in a hostcall the stack ended', () => {
    const found = results([], [60, 1, 0]);
    expect(found).to.have.lengthOf(13 * hostFileSystems.length);
    for (const result of found) expect(result, JSON.stringify(result)).to.include({ left: 0, trapped: 60 });
  });

  it('are all closed with the guest if the engine has no stack to compile what comes next', () => {
    const found = results(['--expose-gc', '--stress-flush-code'], [8, 90, 480]);
    expect(found).to.have.lengthOf(4 * hostFileSystems.length);
    for (const result of found) expect(result, JSON.stringify(result)).to.include({ left: 0 });
    // Some calls are in the region where that happens, and some are before it.
    expect(found.some(({ trapped }) => trapped > 0)).to.equal(true);
    expect(found.some(({ returned }) => returned > 0)).to.equal(true);
  });
});
