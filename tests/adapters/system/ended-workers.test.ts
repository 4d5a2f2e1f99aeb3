import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect } from 'chai';
import { LINUX, needing, systemInterface } from '../../needs.js';

/** What koffi does in a worker that is being ended cannot be survived, so a process of its own tries it. */
const CHILD = join(import.meta.dirname, 'ended-workers-child.js');

needing(LINUX, systemInterface('koffi')).describe('a worker that is ended while it loads koffi', function () {
  this.timeout(110_000);

  it('is ended once the load is complete, and the process lives on', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CHILD, '25'], {
      encoding: 'utf8',
      timeout: 100_000,
    });
    expect(stderr).to.equal('');
    expect({ status, stdout }).to.deep.equal({ status: 0, stdout: 'all have ended\n' });
  });

  it('neither keeps the process from ending nor aborts it', () => {
    const { status, stderr } = spawnSync(process.execPath, [CHILD, 'exit'], { encoding: 'utf8', timeout: 100_000 });
    expect({ status, stderr }).to.deep.equal({ status: 3, stderr: '' });
  });
});
