import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { hostFileSystems } from '../guests/host-file-systems.js';
import { LINUX, needing, pythonTerminal } from '../needs.js';

/** Runs a command as the leader of a session without a terminal. Its arguments name a terminal without a session: directory and name. */
const SESSION = `
import os, pty, sys
primary, terminal = pty.openpty()
name = os.ttyname(terminal)
pid = os.fork()
if pid == 0:
    os.setsid()
    os.close(primary)
    os.close(terminal)
    os.execvp(sys.argv[1], [sys.argv[1], '--no-warnings', sys.argv[2], os.path.dirname(name), os.path.basename(name), sys.argv[3]])
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

needing(LINUX, pythonTerminal()).describe('A terminal that a guest opens', () => {
  for (const { name: reach } of hostFileSystems) {
    // A signal from that terminal would reach the embedder, who has nothing to do with it.
    it(`does not become that of the embedder, on ${reach}`, () => {
      const child = fileURLToPath(new URL('terminal-child.js', import.meta.url));
      const { stdout, stderr } = spawnSync('python3', ['-c', SESSION, process.execPath, child, reach], {
        encoding: 'utf8',
        timeout: 100_000,
      });
      expect(stderr).to.equal('');
      expect(JSON.parse(stdout)).to.deep.equal({
        before: '0',
        answers: ['ESUCCESS', 'ESUCCESS', 'ESUCCESS'],
        after: '0',
      });
    });
  }
});
