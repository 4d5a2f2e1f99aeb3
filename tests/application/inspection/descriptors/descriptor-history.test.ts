import { expect } from 'chai';
import fc from 'fast-check';
import { MemoryNetwork } from '../../../../adapters/memory/index.js';
import type { CallList, DescriptorRow } from '../../../../application/inspection/index.js';
import { ALL_RIGHTS, Fdflag, Filetype, Oflag, Right, Whence } from '../../../../domain/index.js';
import { callsOf, type FuzzCall, rawArguments } from '../../../fuzz/calls.js';
import { recordRounds } from '../many-calls.js';
import { listOf, recordStepList, recordSteps, type Step, type TrueDescriptor } from '../recorded-steps.js';

const RUNS_MS = Number(process.env.FUZZ_MS ?? 3000);

const text = (bytes: string) => new TextEncoder().encode(bytes);

/** Opens what a path below descriptor 3 names. */
function opening(path: string, base: number, { oflags = 0, inheriting = 0, fdflags = 0, fd = 3 } = {}): Step {
  return {
    name: 'path_open',
    args: [fd, 1, 0x1000, text(path).length, oflags, BigInt(base), BigInt(inheriting), fdflags, 0x100],
    patches: [{ at: 0x1000, bytes: text(path) }],
  };
}

/** Moves bytes between a descriptor and a buffer at 0x3000. */
function moving(name: 'fd_read' | 'fd_write', fd: number, size: number): Step {
  const table = new Uint8Array(Uint32Array.of(0x3000, size).buffer);
  return { name, args: [fd, 0x2000, 1, 0x110], patches: [{ at: 0x2000, bytes: table }] };
}

const tableAt = (list: CallList, index: number) => list.descriptors?.at(index) as DescriptorRow[];
const rowAt = (list: CallList, index: number, fd: number) =>
  tableAt(list, index).find(row => row.fd === fd && row.change !== 'closed') as DescriptorRow;

const READ_SEEK = Right.FD_READ | Right.FD_SEEK | Right.FD_TELL;

describe('The descriptors of a recording', () => {
  it('are opened, move on, are moved to another number, and closed', async () => {
    const { list } = await recordStepList([
      /* 0 */ { name: 'fd_prestat_get', args: [3, 0x200] },
      /* 1 */ opening('real.txt', READ_SEEK),
      /* 2 */ moving('fd_read', 4, 10),
      /* 3 */ { name: 'fd_seek', args: [4, 100n, Whence.SET, 0x120] },
      /* 4 */ opening('real.txt', READ_SEEK),
      /* 5 */ { name: 'fd_renumber', args: [4, 5] },
      /* 6 */ moving('fd_read', 5, 7),
      /* 7 */ { name: 'fd_close', args: [4] },
      /* 8 */ { name: 'fd_close', args: [5] },
      /* 9 */ moving('fd_write', 1, 3),
    ]);
    const history = list.descriptors;
    if (history === undefined) throw new Error('a recording has descriptors');
    // The program has had its stdout from the start, though it wrote late.
    expect(tableAt(list, 0).map(({ fd, label, change, initial }) => [fd, label, change, initial])).to.deep.equal([
      [1, 'stdout', undefined, true],
      [3, '/', undefined, true],
    ]);
    expect(rowAt(list, 0, 3)).to.include({ preopen: true, filetype: Filetype.DIRECTORY, openedBy: undefined });
    expect(rowAt(list, 1, 4)).to.include({ label: '/real.txt', change: 'opened', openedBy: 1, offset: 0 });
    expect(rowAt(list, 1, 4).rights).to.deep.equal({ base: READ_SEEK, inheriting: 0, exact: false });
    expect(rowAt(list, 2, 4)).to.include({ offset: 10, read: 10, change: 'changed' });
    expect(rowAt(list, 2, 4).changed).to.have.members(['offset', 'read']);
    expect(rowAt(list, 3, 4)).to.include({ offset: 100 });
    // Two opens of one file have two offsets.
    expect([rowAt(list, 4, 4).offset, rowAt(list, 4, 5).offset]).to.deep.equal([100, 0]);
    expect(rowAt(list, 4, 4).change).to.equal(undefined);
    // The open file has another number, and keeps its offset; what had that number is closed.
    expect(tableAt(list, 5).map(({ fd, life, change, offset }) => [fd, life, change, offset])).to.deep.equal([
      [1, 3, undefined, undefined],
      [3, 0, undefined, undefined],
      [5, 1, 'moved', 100],
      [5, 2, 'closed', 0],
    ]);
    expect(rowAt(list, 6, 5).offset).to.equal(107);
    expect(tableAt(list, 7).some(({ fd }) => fd === 4)).to.equal(false);
    expect(tableAt(list, 8).find(({ fd }) => fd === 5)).to.include({ change: 'closed', offset: 107 });
    expect(tableAt(list, 9).map(({ fd }) => fd)).to.deep.equal([1, 3]);
    expect(history.openBefore(4)).to.deep.equal([1, 3, 4]);
    expect(history.stateBefore(6, 5)).to.include({ offset: 100 });
    expect(history.stateBefore(7, 4)).to.equal(undefined);
  });

  it('have lifetimes, with all uses, and with what they were opened through', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('dir', Right.PATH_OPEN, { oflags: Oflag.DIRECTORY, inheriting: ALL_RIGHTS & 0xfffffff }),
      /* 1 */ opening('inner.txt', READ_SEEK, { fd: 4 }),
      /* 2 */ moving('fd_read', 5, 3),
      /* 3 */ { name: 'fd_close', args: [4] },
      /* 4 */ opening('real.txt', READ_SEEK),
      /* 5 */ { name: 'fd_renumber', args: [5, 4] },
      /* 6 */ moving('fd_read', 4, 3),
      /* 7 */ {
        name: 'poll_oneoff',
        args: [0x2800, 0x2a00, 1, 0x140],
        patches: [
          { at: 0x2800, bytes: Uint8Array.of(...Array(8).fill(0), 1, ...Array(7).fill(0), 4, ...Array(31).fill(0)) },
        ],
      },
    ]);
    const history = list.descriptors;
    const inner = history?.lifeAt(0, 5, 2) as number;
    expect(history?.life(inner)).to.deep.include({ fd: 5, label: '/dir/inner.txt', openedBy: 1, closedBy: undefined });
    expect([...(history?.life(inner).uses ?? [])]).to.deep.equal([1, 2, 5, 6, 7]);
    expect(history?.lifeAt(0, 4, 6)).to.equal(inner);
    expect(history?.lifeAt(0, 5, 5)).to.equal(inner);
    expect(history?.lifeAt(0, 5, 6)).to.equal(undefined);
    expect(history?.chain(inner).map(({ label, openedBy, closedBy }) => [label, openedBy, closedBy])).to.deep.equal([
      ['/dir/inner.txt', 1, undefined],
      ['/dir', 0, 3],
      ['/', undefined, undefined],
    ]);
    // The number had another tenant before, which the same call closed.
    const replaced = history?.lifeAt(0, 4, 5) as number;
    expect(history?.life(replaced)).to.deep.include({ label: '/real.txt', openedBy: 4, closedBy: 5 });
  });

  it('show what is unknown: the offset after an append, and which of the requested rights are granted', async () => {
    const all = ALL_RIGHTS & ~(Right.SOCK_ACCEPT | Right.SOCK_SHUTDOWN);
    const { list } = await recordStepList([
      opening('log', all, { oflags: Oflag.CREAT, fdflags: Fdflag.APPEND }),
      moving('fd_write', 4, 5),
      { name: 'fd_tell', args: [4, 0x120] },
      { name: 'fd_fdstat_get', args: [4, 0x140] },
      { name: 'fd_fdstat_set_rights', args: [4, BigInt(Right.FD_WRITE), 0n] },
    ]);
    expect(rowAt(list, 0, 4)).to.include({ offset: 0, flags: Fdflag.APPEND });
    expect(rowAt(list, 0, 4).rights?.exact).to.equal(false);
    expect(rowAt(list, 1, 4).offset).to.equal(undefined);
    expect(rowAt(list, 2, 4).offset).to.equal(5);
    expect(rowAt(list, 3, 4).filetype).to.equal(Filetype.REGULAR_FILE);
    expect(rowAt(list, 3, 4).rights?.exact).to.equal(true);
    expect(rowAt(list, 4, 4).rights).to.deep.equal({ base: Right.FD_WRITE, inheriting: 0, exact: true });
    expect(rowAt(list, 4, 4).changed).to.deep.equal(['rights']);
  });

  it('are sockets that the program accepts', async () => {
    const network = new MemoryNetwork();
    const listener = network.listen('web');
    const client = network.connect('web');
    const { list, descriptors } = await recordStepList(
      [
        { name: 'sock_accept', args: [4, Fdflag.NONBLOCK, 0x100] },
        { name: 'fd_fdstat_get', args: [5, 0x140] },
        { name: 'fd_close', args: [5] },
      ],
      { sockets: { web: listener } },
    );
    client.close();
    expect(rowAt(list, 0, 5)).to.include({
      ...{ label: 'web+', change: 'opened', openedBy: 0, flags: Fdflag.NONBLOCK },
      ...{ filetype: Filetype.SOCKET_STREAM, offset: undefined },
    });
    expect(list.descriptors?.chain(rowAt(list, 0, 5).life).map(({ label }) => label)).to.deep.equal(['web+', 'web']);
    for (const [index, truth] of descriptors.entries()) compare(tableAt(list, index), truth, `after call ${index}`, 4);
    expect(tableAt(list, 2).find(({ fd }) => fd === 5)?.change).to.equal('closed');
  });

  it('agree with those of the host, whatever the guest does', async () => {
    const names = [
      ...[
        'path_open',
        'path_open',
        'path_open',
        'fd_read',
        'fd_write',
        'fd_seek',
        'fd_tell',
        'fd_close',
        'fd_renumber',
      ],
      ...['fd_fdstat_get', 'fd_fdstat_set_rights', 'fd_fdstat_set_flags', 'fd_filestat_get', 'fd_readdir', 'fd_pread'],
      ...['fd_pwrite', 'fd_prestat_get', 'poll_oneoff', 'path_filestat_get'],
    ] as const;
    const anyCall = fc.oneof(...names.map(name => callsOf(name as 'fd_read')));
    const runs = fc.asyncProperty(fc.array(anyCall, { minLength: 1, maxLength: 60 }), async calls => {
      const rest: FuzzCall[] = [...calls];
      const { list, descriptors } = await recordSteps(instance => {
        const call = rest.shift();
        return call && { ...call, args: rawArguments(call.args, instance) };
      });
      expect(list.length).to.equal(descriptors.length);
      for (const [index, truth] of descriptors.entries()) compare(tableAt(list, index), truth, `after call ${index}`);
    });
    await fc.assert(runs, { numRuns: 1_000_000, interruptAfterTimeLimit: RUNS_MS, maxSkipsPerRun: 0 });
  });

  it('are found at any step, also far from saved states', async () => {
    const list = listOf(await recordRounds(700));
    for (const index of [3, 1029, 1030, 2999, 6503]) {
      // Of each ten calls, the fourth opens and the last closes.
      const at = Math.floor(index / 10) * 10;
      expect(tableAt(list, at + 2).map(({ fd }) => fd)).to.deep.equal([1, 3]);
      expect(rowAt(list, at + 3, 4)).to.include({ change: 'opened', openedBy: at + 3 });
      expect(rowAt(list, at + 5, 4).offset).to.equal(4);
      expect(tableAt(list, at + 9).map(({ fd, change }) => [fd, change])).to.deep.equal([
        [1, undefined],
        [3, undefined],
        [4, 'closed'],
      ]);
    }
  });
});

/** The properties that the calls reveal must be right; the others are undefined. */
function compare(
  rows: readonly DescriptorRow[],
  truth: readonly TrueDescriptor[],
  message: string,
  lastInitial = 3,
): void {
  const open = rows.filter(({ change }) => change !== 'closed');
  const known = new Map(open.map(row => [row.fd, row]));
  expect(known.size, message).to.equal(open.length);
  for (const { fd } of open)
    expect(
      truth.map(each => each.fd),
      message,
    ).to.include(fd);
  for (const actual of truth) {
    const row = known.get(actual.fd);
    // No call mentions a descriptor that the program has from the start and never uses.
    if (row === undefined) {
      expect(actual.fd, message).to.be.at.most(lastInitial);
      continue;
    }
    const where = `${message}, descriptor ${actual.fd}`;
    expect(row.label, where).to.equal(actual.label);
    if (row.preopen) expect(actual.preopen, where).to.equal(true);
    if (row.filetype !== undefined) expect(row.filetype, where).to.equal(actual.filetype);
    if (row.flags !== undefined) expect(row.flags, where).to.equal(actual.flags);
    if (row.offset !== undefined && actual.kind === 'file') expect(row.offset, where).to.equal(actual.offset);
    if (row.rights === undefined) continue;
    const { base, inheriting, exact } = row.rights;
    expect(actual.rightsBase & ~base, where).to.equal(0);
    expect(actual.rightsInheriting & ~inheriting, where).to.equal(0);
    if (exact) expect([base, inheriting], where).to.deep.equal([actual.rightsBase, actual.rightsInheriting]);
  }
}
