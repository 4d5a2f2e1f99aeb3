import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Session } from '../../../../adapters/cli/inspect/session.js';
import { hostcall, Scratch } from '../command-line.js';
import { writing } from '../programs.js';
import { startInspect } from './live-client.js';

describe('hostcall inspect, with files', () => {
  const scratch = new Scratch();
  const path = (name: string) => join(scratch.path, name);

  before(async () => {
    const program = await scratch.module('prog.wasm', writing('hello\n'));
    for (const args of [
      ['record', '-o', path('run.hcr'), program],
      ['trace', '-o', path('trace.txt'), program],
      ['trace', '-o', path('trace.ndjson'), program],
    ])
      expect(hostcall(args).status).to.equal(0);
  });
  after(() => scratch.remove());

  /** The session that the page loads, and the bytes of each file. */
  async function served(args: readonly string[], input?: Uint8Array) {
    const { child, address } = await startInspect(args, input);
    try {
      const get = async (href: string) => Buffer.from(await (await fetch(address + href)).arrayBuffer());
      const session = JSON.parse(String(await get('session.json'))) as Session & { readonly kind: 'files' };
      const contents = await Promise.all(session.files.map(({ href }) => get(href)));
      expect(String(await get(''))).to.contain('<title>hostcall inspector</title>');
      return { session, contents };
    } finally {
      child.kill('SIGINT');
      const [, signal] = await once(child, 'exit');
      expect(signal).to.equal('SIGINT');
    }
  }

  for (const [name, kind] of [
    ['run.hcr', 'recording'],
    ['trace.txt', 'text'],
    ['trace.ndjson', 'ndjson'],
  ] as const)
    it(`serves ${name}`, async () => {
      const { session, contents } = await served([path(name)]);
      const file = readFileSync(path(name));
      expect(session).to.deep.equal({ kind: 'files', files: [{ name, kind, size: file.length, href: 'files/0' }] });
      expect(contents[0]?.equals(file)).to.equal(true);
    });

  it('serves two, of any kinds', async () => {
    const { session, contents } = await served([path('run.hcr'), path('trace.txt')]);
    expect(session.files.map(({ name }) => name)).to.deep.equal(['run.hcr', 'trace.txt']);
    expect(contents[1]?.equals(readFileSync(path('trace.txt')))).to.equal(true);
  });

  it('serves what comes through a pipe', async () => {
    const file = readFileSync(path('run.hcr'));
    const { session, contents } = await served(['-'], file);
    expect(session.files).to.deep.equal([
      { name: 'standard input', kind: 'recording', size: file.length, href: 'files/0' },
    ]);
    expect(contents[0]?.equals(file)).to.equal(true);
  });
});
