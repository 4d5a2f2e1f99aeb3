import { expect } from 'chai';
import { failureLines } from '../../../../adapters/cli/trace/failure-report.js';
import { collectFailures } from '../../../../adapters/cli/trace/failures.js';
import { memoryDirectory, memoryPorts } from '../../../../adapters/memory/index.js';
import { findDenials } from '../../../../application/diagnosis/index.js';
import type { TraceOutcome } from '../../../../application/formats/index.js';
import { type Instance, Runtime } from '../../../../application/runtime/index.js';
import type { CallFilter } from '../../../../application/tracing/index.js';
import { Right } from '../../../../domain/index.js';
import { proxyModule } from '../../../application/abi/proxy-guest.js';

const READ = BigInt(Right.FD_READ);
const WRITE = BigInt(Right.FD_WRITE);

async function collecting(filter: CallFilter = {}) {
  const runtime = new Runtime(memoryPorts(), { denials: findDenials });
  const failures = collectFailures(runtime, filter);
  const directory = memoryDirectory({ 'a/x': '', 'b/x': '' });
  const instance: Instance = await runtime.instantiate(await proxyModule(), { preopens: { '/': directory } });
  instance.initialize();
  const memory = new Uint8Array((instance.exports.memory as { buffer: ArrayBuffer }).buffer);
  const open = (path: string, rights = READ) => {
    memory.set(new TextEncoder().encode(path), 1024);
    return instance.invoke('path_open', 3, 0, 1024, path.length, 0, rights, 0n, 0, 4096);
  };
  const given = { args: [], directories: [{ kind: 'memory', guest: '/' }] } as const;
  const lines = (outcome: TraceOutcome = { exitCode: 0 }, lastWords = '') =>
    failureLines(failures(), { ...given, outcome, lastWords });
  return { open, lines, call: instance.invoke.bind(instance) };
}

describe('failures, collected', () => {
  it('name the first calls, and count the others', async () => {
    const { open, lines } = await collecting();
    for (let i = 0; i < 12; i++) open('none');
    open('other');
    expect(lines().slice(0, 3)).to.deep.equal([
      '13 calls failed, for 2 reasons, the last one first:',
      '',
      '1 call: path_open ENOENT (No such file or directory)',
    ]);
    expect(lines().slice(8)).to.deep.equal([
      '12 calls: path_open ENOENT (No such file or directory)',
      '  why:   refused at "none": there is nothing of that name',
      '  to do: if it should be there, create it, or give the directory that has it with --dir HOST::GUEST',
      '  where: calls 0, 1, 2, 3, 4, 5, 6, 7 and 4 more, the last one 11',
      '         path_open(3</>, 0, "none", 0, FD_READ, 0, 0)',
    ]);
  });

  it('are distinguished up to a limit, the latest first', async () => {
    const { open, lines } = await collecting();
    open('again');
    for (let i = 0; i < 230; i++) {
      open(`none${i}`);
      if (i === 100) open('again');
    }
    expect(lines()[0]).to.equal('232 calls failed, for 200 reasons and more, the last one first:');
    expect(lines()[3]).to.contain('"none229"');
    expect(lines().filter(line => line.startsWith('2 calls:'))).to.have.length(1);
    expect(lines().slice(-2)).to.deep.equal(['', '31 calls before: for other reasons, too many to tell apart']);
  });

  it('begin with the one that ended the program, by its exit status or its message', async () => {
    const { open, call, lines } = await collecting();
    const order = (...ending: Parameters<typeof lines>) =>
      lines(...ending).flatMap(
        line => /^\d+ calls?: \S+ (E\S+)|^ {2}(ended: .*)/.exec(line)?.slice(1).find(Boolean) ?? [],
      );
    call('fd_close', 77);
    open('none');
    open('a/x/y');
    expect(order()).to.deep.equal(['ENOTDIR', 'ENOENT', 'EBADF']);
    expect(order({ exitCode: 44 })).to.deep.equal([
      'ENOENT',
      'ended: the program ended with 44, which is ENOENT',
      'ENOTDIR',
      'EBADF',
    ]);
    expect(order({ exitCode: 1 }, 'cat: none: Bad File Descriptor\n')).to.deep.equal([
      'EBADF',
      'ended: the program said "Bad file descriptor" on stderr at the end',
      'ENOTDIR',
      'ENOENT',
    ]);
    // 2 is what programs end with that were used wrongly.
    expect(order({ exitCode: 2 })).to.deep.equal(['ENOTDIR', 'ENOENT', 'EBADF']);
    expect(lines({ exitCode: 44 })[0]).to.equal('3 calls failed, for 3 reasons, what the program ended with first:');
  });

  it('leave out readlink() of a path that is not a link', async () => {
    const { call, open, lines } = await collecting();
    open('a');
    call('path_readlink', 3, 1024, 1, 2048, 100, 4096);
    expect(lines()[0]).to.equal('No call failed unexpectedly.');
    expect(lines().at(-1)).to.match(
      /^ {2}path_readlink returns EINVAL for what is not a symbolic link; .* \(call 1\)$/,
    );
  });

  it('leave out a directory tried for writing only if it was opened afterwards', async () => {
    const { open, lines } = await collecting();
    open('a', READ | WRITE);
    open('b', READ | WRITE);
    open('b', READ | WRITE);
    open('b');
    open('a/x');
    const [head, , first, ...others] = lines();
    expect(head).to.equal('2 calls failed, for 2 reasons, the last one first:');
    expect(first).to.equal('1 call: path_open EISDIR (Is a directory)');
    expect(others.filter(line => line.startsWith('  where:'))).to.deep.equal(['  where: call 1', '  where: call 0']);
    expect(others.at(-1)).to.match(/^ {2}path_open returns EISDIR .* \(call 2\)$/);
  });

  it('leave out the query of an offset, and no other seek', async () => {
    const { call, lines } = await collecting();
    call('fd_seek', 0, 0n, 1, 4096);
    call('fd_seek', 0, 0n, 0, 4096);
    expect(lines()[0]).to.equal('1 call failed, for 1 reason:');
    expect(lines().at(-1)).to.match(/^ {2}fd_seek by 0 returns ESPIPE .* \(call 0\)$/);
  });

  it('include only calls that are traced', async () => {
    const { open, call, lines } = await collecting({ calls: ['fd_close'] });
    open('none');
    call('fd_close', 9);
    expect(lines().filter(line => /^\d+ call/.test(line))).to.deep.equal([
      '1 call failed, for 1 reason:',
      '1 call: fd_close EBADF (Bad file descriptor)',
    ]);
  });
});
