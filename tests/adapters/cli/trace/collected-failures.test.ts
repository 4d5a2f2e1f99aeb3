import { expect } from 'chai';
import { collectFailures } from '../../../../adapters/cli/trace/failures.js';
import { memoryDirectory, memoryPorts } from '../../../../adapters/memory/index.js';
import { findDenials } from '../../../../application/diagnosis/index.js';
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
  const lines = () => failures.lines({ exitCode: 0 }, ['/']);
  return { open, lines, call: instance.invoke.bind(instance) };
}

describe('failures, collected', () => {
  it('name the first calls, and count the others', async () => {
    const { open, lines } = await collecting();
    for (let i = 0; i < 12; i++) open('none');
    open('other');
    expect(lines().slice(0, 8)).to.deep.equal([
      '13 calls failed, for 2 reasons:',
      '',
      '12 calls: path_open ENOENT (No such file or directory)',
      '  why:   refused at "none": there is nothing of that name',
      '  to do: if it should be there, create it, or give the directory that has it with --dir HOST::GUEST',
      '  where: calls 0, 1, 2, 3, 4, 5, 6, 7 and 4 more',
      '         path_open(3</>, 0, "none", 0, FD_READ, 0, 0)',
      '',
    ]);
  });

  it('are told apart up to a number', async () => {
    const { open, lines } = await collecting();
    for (let i = 0; i < 230; i++) open(`none${i}`);
    expect(lines()[0]).to.equal('230 calls failed, for 200 reasons and more:');
    expect(lines().slice(-2)).to.deep.equal(['', '30 calls: for other reasons, too many to tell apart']);
  });

  it('leave out a directory that was tried for writing only if it was opened afterwards', async () => {
    const { open, lines } = await collecting();
    open('a', READ | WRITE);
    open('b', READ | WRITE);
    open('b', READ | WRITE);
    open('b');
    open('a/x');
    const [head, , first, ...others] = lines();
    expect(head).to.equal('2 calls failed, for 2 reasons:');
    expect(first).to.equal('1 call: path_open EISDIR (Is a directory)');
    expect(others.filter(line => line.startsWith('  where:'))).to.deep.equal(['  where: call 0', '  where: call 1']);
    expect(others.at(-1)).to.match(/^ {2}path_open returns EISDIR .* \(call 2\)$/);
  });

  it('leave out the question for an offset, and no other seek', async () => {
    const { call, lines } = await collecting();
    call('fd_seek', 0, 0n, 1, 4096);
    call('fd_seek', 0, 0n, 0, 4096);
    expect(lines()[0]).to.equal('1 call failed, for 1 reason:');
    expect(lines().at(-1)).to.match(/^ {2}fd_seek by 0 returns ESPIPE .* \(call 0\)$/);
  });

  it('are only those of calls that are wanted', async () => {
    const { open, call, lines } = await collecting({ calls: ['fd_close'] });
    open('none');
    call('fd_close', 9);
    expect(lines().filter(line => /^\d+ call/.test(line))).to.deep.equal([
      '1 call failed, for 1 reason:',
      '1 call: fd_close EBADF (Bad file descriptor)',
    ]);
  });
});
