import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type RecordedCall, readRecording } from '../../../../application/recording/index.js';
import { recordSample } from '../../../application/recording/sample-run.js';
import { keptRecording } from '../../../guests/recorded-run.js';
import { errorLine, hostcall } from '../command-line.js';
import { tracesBefore } from './traces.js';

const LONG = 'the same forty bytes at the beginning, then ';

describe('hostcall diff of recordings', () => {
  const traces = tracesBefore(() => {
    traces().folder('one', { 'a.txt': `${LONG}this\n` });
    traces().folder('other', { 'a.txt': `${LONG}that\n` });
    traces().folder('renamed', { 'b.txt': `${LONG}this\n` });
    const show = ['show', '/a.txt'];
    const list = ['list', '/'];
    for (const [name, folder, ...work] of [
      ['one.hcr', 'one', ...show],
      ['other.hcr', 'other', ...show],
      ['list.hcr', 'one', ...list],
      ['list-renamed.hcr', 'renamed', ...list],
    ] as const)
      run('record', name, folder, work);
    run('record', 'again.hcr', 'one', show, []);
    run('trace', 'one.txt', 'one', show);
    run('trace', 'one.ndjson', 'one', show);
    run('trace', 'other.txt', 'other', show);
  });

  function run(
    command: 'record' | 'trace',
    name: string,
    folder: string,
    work: readonly string[],
    world: readonly string[] = ['--host', 'deterministic'],
  ): void {
    const words = [command, '-o', name, ...world, '--dir', `${folder}::/`, traces().chores, ...work];
    const { status, stderr } = hostcall(words, { cwd: traces().path });
    if (status !== 0) throw new Error(stderr);
  }

  it('recognises a run in every form in which it was written', () => {
    for (const one of ['one.hcr', 'one.txt', 'one.ndjson'])
      for (const other of ['one.hcr', 'one.txt', 'one.ndjson']) {
        const { status, stdout } = traces().diff(one, other);
        expect(stdout).to.match(new RegExp(`^${one} and ${other}: the same \\d+ calls, exited with 0\n$`));
        expect(status).to.equal(0);
      }
  });

  it('treats a run on the host’s own files, at another time, as the same', () => {
    expect(traces().diff('-e', '!%desc', 'one.hcr', 'again.hcr').stdout).to.contain('the same');
  });

  it('sees bytes that no text shows', () => {
    expect(traces().diff('one.txt', 'other.txt').status).to.equal(0);
    expect(traces().diff('one.txt', 'other.hcr').status).to.equal(0);
    const { status, stdout } = traces().diff('one.hcr', 'other.hcr');
    expect(status).to.equal(1);
    expect(stdout).to.match(/^They first differ where fd_read \(.*\) returned something else:$/m);
    expect(stdout).to.contain('They differ in what is not shown of their strings.\n');
    expect(stdout).to.match(/^Different arguments: 1 call \(fd_write 1\)$/m);
    const more = traces().diff('-s', '100', 'one.hcr', 'other.hcr').stdout;
    expect(more)
      .to.match(/^- .*then this\\n", buf_len/m)
      .and.to.match(/^\+ .*then that\\n", buf_len/m);
  });

  it('sees the names in a directory', () => {
    const { status, stdout } = traces().diff('list.hcr', 'list-renamed.hcr');
    expect(status).to.equal(1);
    expect(stdout).to.match(/^They first differ where fd_readdir \(.*\) returned something else:$/m);
  });

  it('compares what redacted recordings and traces still hold', () => {
    const show = ['show', '/a.txt'];
    for (const name of ['redacted.hcr', 'other-redacted.hcr', 'redacted.txt', 'list-redacted.hcr']) {
      const folder = name.startsWith('other') ? 'other' : 'one';
      const work = name.startsWith('list') ? ['list', '/'] : show;
      run(name.endsWith('.hcr') ? 'record' : 'trace', name, folder, work, ['--redact', '--host', 'deterministic']);
    }
    for (const other of ['redacted.hcr', 'other-redacted.hcr', 'redacted.txt'])
      expect(traces().diff('redacted.hcr', other).stdout).to.contain('the same');
    expect(traces().diff('redacted.hcr', 'list-redacted.hcr').status).to.equal(1);
  });

  it('refuses an incomplete one, and says where', () => {
    const bytes = readFileSync(join(traces().path, 'one.hcr'));
    traces().file('cut.hcr', bytes.subarray(0, Math.floor(bytes.length / 2)));
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] as number) ^ 1;
    traces().file('damaged.hcr', bytes);
    for (const name of ['cut.hcr', 'damaged.hcr']) {
      const ended = traces().diff('one.hcr', name);
      expect(ended.status).to.equal(2);
      expect(ended.stdout).to.equal('');
      expect(errorLine(ended)).to.match(new RegExp(`^${name}: the recording .* \\(at byte \\d+\\); `));
    }
  });

  it('reads one from standard input', () => {
    const { status, stdout, error } = hostcallWith(readFileSync(join(traces().path, 'one.hcr')));
    expect(error).to.equal('');
    expect(stdout).to.match(/^- and one\.txt: the same/);
    expect(status).to.equal(0);
  });

  function hostcallWith(input: Buffer) {
    const { status, stdout, stderr } = hostcall(['diff', '-', 'one.txt'], {
      cwd: traces().path,
      input: input as unknown as string,
    });
    return { status, stdout, error: stderr };
  }

  it('compares recordings of more than one piece of a file', async () => {
    const { file } = await recordSample();
    const [first] = readRecording(file).calls();
    for (const name of ['large.hcr', 'larger.hcr']) {
      const kept = keptRecording();
      // Labels that are all different, so that each is written.
      for (let i = 0; i < (name === 'large.hcr' ? 60 : 61); i++)
        kept.recording.add(Object.assign(first as RecordedCall, { label: `${i}`.padEnd(50_000, 'x') }));
      kept.recording.end({ exitCode: 0 });
      traces().file(name, kept.file());
    }
    expect(traces().diff('large.hcr', 'large.hcr').stdout).to.match(/: the same 60 calls, exited with 0\n$/);
    expect(
      traces().diffWith({ input: readFileSync(join(traces().path, 'large.hcr')) }, 'large.hcr', '-').status,
    ).to.equal(0);
    expect(traces().diff('large.hcr', 'larger.hcr').stdout).to.match(/^Only in larger.hcr: 1 call/m);
  });
});
