import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const child = fileURLToPath(new URL('./stack-end-child.js', import.meta.url));
const MINUTE = 60_000;

describe('files at the end of the stack', function () {
  this.timeout(5 * MINUTE);

  it('are all closed with the guest, whatever it was doing when the stack ended', function () {
    // There is no other place that tells what a process has open.
    if (process.platform !== 'linux') this.skip();
    // Optimised code needs so little stack that the end hardly ever comes between two of its calls.
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-opt', child], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    const results = stdout
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { left: number; opened: boolean });
    expect(results).to.have.lengthOf(14);
    for (const result of results) expect(result, stdout).to.include({ left: 0, opened: true });
  });
});
