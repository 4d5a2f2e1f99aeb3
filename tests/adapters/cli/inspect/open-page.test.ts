import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { LINUX, needing } from '../../../needs.js';
import { Scratch } from '../command-line.js';
import { startInspect } from './live-client.js';

describe('hostcall inspect --open', () => {
  const scratch = new Scratch();
  after(() => scratch.remove());

  /** A folder with an `xdg-open` that keeps what it is given in `opened`, and ends with a status. */
  function browser(name: string, status: number): string {
    const folder = scratch.folder(name, {
      'xdg-open': `#!/bin/sh\necho "$1" > '${join(scratch.path, name)}/given'\nmv '${join(scratch.path, name)}/given' '${join(scratch.path, name)}/opened'\nexit ${status}\n`,
    });
    chmodSync(join(folder, 'xdg-open'), 0o755);
    return folder;
  }

  /** Starts the command with a trace. @param work is given its address, and waits for its next line on stderr */
  async function inspecting(
    PATH: string,
    options: readonly string[],
    work: (address: string, nextLine: () => Promise<string>) => Promise<void>,
  ): Promise<void> {
    const trace = scratch.file('trace.txt', 'sched_yield() = 0\n');
    const { child, address } = await startInspect([...options, trace], '', { ...process.env, PATH });
    const lines = createInterface({ input: child.stderr as NonNullable<typeof child.stderr> })[Symbol.asyncIterator]();
    try {
      await work(address, async () => String((await lines.next()).value));
    } finally {
      child.kill('SIGINT');
    }
  }

  needing(LINUX).it('opens an address in the system’s browser that leads to the page once', async () => {
    const folder = browser('willing', 0);
    const opened = join(folder, 'opened');
    await inspecting(`${folder}:/bin:/usr/bin`, ['--open'], async address => {
      while (!existsSync(opened)) await new Promise(resolve => setTimeout(resolve, 5));
      const given = scratch.text('willing/opened').trim();
      expect(given).to.not.contain(new URL(address).pathname);
      const answers = [await fetch(given, { redirect: 'manual' }), await fetch(given)];
      expect(answers.map(({ status, headers }) => [status, headers.get('location')])).to.deep.equal([
        [303, new URL(address).pathname],
        [403, null],
      ]);
    });
  });

  needing(LINUX).it('opens nothing by default', async () => {
    const folder = browser('unasked', 0);
    await inspecting(`${folder}:/bin:/usr/bin`, [], async address => {
      expect((await fetch(address)).status).to.equal(200);
    });
    expect(existsSync(join(folder, 'opened'))).to.equal(false);
  });

  needing(LINUX).it('says so if the system cannot open it', async () => {
    const folder = browser('failing', 3);
    await inspecting(`${folder}:/bin:/usr/bin`, ['--open'], async (_, nextLine) => {
      expect(await nextLine()).to.match(
        /the page was not opened: xdg-open ended with the status 3; open the address above$/,
      );
    });
    await inspecting(scratch.folder('without', { file: '' }), ['--open'], async (_, nextLine) => {
      expect(await nextLine()).to.match(
        /the page was not opened: xdg-open cannot be started: .*; open the address above$/,
      );
    });
  });
});
