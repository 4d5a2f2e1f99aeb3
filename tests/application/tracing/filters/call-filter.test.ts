import { expect } from 'chai';
import { ConfigurationError } from '../../../../application/errors.js';
import { EventRecord } from '../../../../application/formats/strace/event-record.js';
import { type CallFilter, TraceHub } from '../../../../application/tracing/index.js';
import { Errno, type HostcallName } from '../../../../domain/index.js';
import { TracedGuest } from '../traced-guest.js';

/** Makes a few calls of a guest, and answers those that a filter lets through. */
function passed(filter: CallFilter): string[] {
  const guest = new TracedGuest();
  const seen: string[] = [];
  guest.hub.watch(filter).subscribe(({ name, path, errno }) => seen.push(`${name} ${path} ${errno}`));
  guest.text(0x100, 'a/b');
  guest.text(0x110, 'ab');
  guest.call('path_unlink_file', [3, 0x100, 3]);
  guest.call('path_unlink_file', [3, 0x110, 2], () => Errno.ENOENT);
  guest.call('fd_sync', [4]);
  guest.call('fd_sync', [9], () => Errno.EBADF);
  guest.call('sched_yield', []);
  guest.leave('proc_exit', [1]);
  return seen;
}

describe('a filter', () => {
  it('without a condition passes every call', () => {
    expect(passed({})).to.deep.equal([
      'path_unlink_file a/b 0',
      `path_unlink_file ab ${Errno.ENOENT}`,
      'fd_sync /hi.txt 0',
      `fd_sync undefined ${Errno.EBADF}`,
      'sched_yield undefined 0',
      'proc_exit undefined 0',
    ]);
  });

  it('selects by name', () => {
    expect(passed({ calls: ['sched_yield', 'proc_exit'] })).to.deep.equal([
      'sched_yield undefined 0',
      'proc_exit undefined 0',
    ]);
    expect(passed({ calls: [] })).to.deep.equal([]);
  });

  it('selects by outcome', () => {
    expect(passed({ status: ['failed'] })).to.have.length(2);
    expect(passed({ status: ['successful'] })).to.have.length(3);
    expect(passed({ status: ['unfinished'] })).to.deep.equal(['proc_exit undefined 0']);
    expect(passed({ status: ['failed', 'unfinished'] })).to.have.length(3);
    expect(passed({ status: [] })).to.deep.equal([]);
  });

  it('selects by the paths that calls touch, by name or through a descriptor', () => {
    expect(passed({ paths: ['/hi.txt'] })).to.deep.equal(['fd_sync /hi.txt 0']);
    expect(passed({ paths: ['/a'] })).to.deep.equal(['path_unlink_file a/b 0']);
    expect(passed({ paths: ['/a/b'] })).to.deep.equal(['path_unlink_file a/b 0']);
    expect(passed({ paths: ['/a/'] })).to.deep.equal(['path_unlink_file a/b 0']);
    expect(passed({ paths: ['/a/b/c'] })).to.deep.equal([]);
    expect(passed({ paths: ['/ab', '/hi.txt'] })).to.have.length(2);
    expect(passed({ paths: ['/'] })).to.have.length(3);
  });

  it('normalises paths', () => {
    for (const path of ['/./hi.txt', '//hi.txt/', '/a/../hi.txt', '/../hi.txt'])
      expect(passed({ paths: [path] }), path).to.deep.equal(['fd_sync /hi.txt 0']);
    // These lie in another directory, one that is called `.`.
    for (const path of ['hi.txt', './hi.txt', '.', '']) expect(passed({ paths: [path] }), path).to.deep.equal([]);
  });

  it('selects by errno, by name or number', () => {
    expect(passed({ errnos: ['ENOENT'] })).to.deep.equal([`path_unlink_file ab ${Errno.ENOENT}`]);
    expect(passed({ errnos: [Errno.EBADF, 'ENOENT'] })).to.have.length(2);
    expect(passed({ errnos: [] })).to.deep.equal([]);
  });

  it('selects by the descriptors that calls take, open or wait for', () => {
    expect(passed({ descriptors: [9] })).to.deep.equal([`fd_sync undefined ${Errno.EBADF}`]);
    expect(passed({ descriptors: [3, 4] })).to.have.length(3);
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.watch({ descriptors: [7], paths: ['/'] }).subscribe(({ name }) => seen.push(name));
    guest.text(0x100, 'a');
    const opens = (fd: number) =>
      guest.call('path_open', [3, 0, 0x100, 1, 0, 0n, 0n, 0, 0x200], () => {
        guest.u32(0x200, fd);
        return 0;
      });
    opens(7);
    opens(8);
    expect(seen).to.deep.equal(['path_open']);
  });

  it('selects by thread', () => {
    expect(passed({ threads: [1] })).to.have.length(6);
    expect(passed({ threads: [2] })).to.deep.equal([]);
  });

  it('selects by guest', () => {
    expect(passed({ instances: [0] })).to.have.length(6);
    expect(passed({ instances: [1] })).to.deep.equal([]);
  });

  it('requires all of its conditions', () => {
    expect(passed({ calls: ['path_unlink_file'], status: ['failed'], paths: ['/'] })).to.deep.equal([
      `path_unlink_file ab ${Errno.ENOENT}`,
    ]);
  });

  it('matches both paths of a rename, but not the target of a symbolic link', () => {
    const guest = new TracedGuest();
    const seen: string[] = [];
    guest.hub.watch({ paths: ['/new'] }).subscribe(({ name }) => seen.push(name));
    guest.hub.watch({ paths: ['/old'] }).subscribe(({ name }) => seen.push(`old ${name}`));
    guest.text(0x100, 'old');
    guest.text(0x110, 'new');
    guest.call('path_rename', [3, 0x100, 3, 3, 0x110, 3]);
    guest.call('path_symlink', [0x100, 3, 3, 0x110, 3]);
    expect(seen).to.deep.equal(['path_rename', 'old path_rename', 'path_symlink']);
  });

  it('refuses unknown names', () => {
    const hub = new TraceHub(EventRecord);
    expect(() => hub.watch({ calls: ['fd_raed' as HostcallName] })).to.throw(ConfigurationError, "'fd_raed'");
    expect(() => hub.watch({ calls: ['toString' as HostcallName] })).to.throw(ConfigurationError, "'toString'");
    expect(() => hub.watch({ status: ['fine' as 'failed'] })).to.throw(
      ConfigurationError,
      'unknown status "fine" of a call; there are successful, failed, unfinished',
    );
    expect(() => hub.watch({ errnos: ['EFINE' as 'EIO'] })).to.throw(ConfigurationError, 'unknown errno "EFINE"');
    expect(() => hub.watch({ descriptors: 3 as never })).to.throw(ConfigurationError, 'descriptors');
  });
});

describe('a call that nothing subscribes to', () => {
  it('is not recorded: the clock is not read, and no number assigned', () => {
    const guest = new TracedGuest();
    const numbers: number[] = [];
    guest.hub.watch({ calls: ['fd_sync'] }).subscribe(({ sequence }) => numbers.push(sequence));
    guest.call('sched_yield', []);
    guest.call('fd_close', [4]);
    expect(guest.now).to.equal(0);
    expect(guest.tap.tracer(0)).to.equal(null);
    guest.call('fd_sync', [4]);
    expect(guest.now).to.equal(18_000);
    expect(numbers).to.deep.equal([0]);
  });

  it('leaves nothing in the store if its path excludes it', () => {
    const guest = new TracedGuest();
    guest.hub.watch({ paths: ['/elsewhere'] }).subscribe();
    guest.call('fd_sync', [4]);
    const { used } = guest.hub.store;
    for (let i = 0; i < 100; i++) guest.call('fd_sync', [4]);
    expect(guest.hub.store.used).to.equal(used);
    expect(guest.now).to.equal(0);
  });

  it('is not captured on return if its outcome excludes it', () => {
    const guest = new TracedGuest();
    guest.hub.watch({ calls: ['random_get'], status: ['failed'] }).subscribe();
    guest.call('random_get', [0x100, 16]);
    const { used } = guest.hub.store;
    guest.call('random_get', [0x100, 16]);
    const grown = guest.hub.store.used - used;
    guest.hub.hostcalls$.subscribe();
    const before = guest.hub.store.used;
    guest.call('random_get', [0x100, 16]);
    expect(guest.hub.store.used - before).to.be.above(grown);
  });

  it('is skipped again when another subscriber leaves', () => {
    const guest = new TracedGuest();
    const names: string[] = [];
    const all = guest.hub.hostcalls$.subscribe();
    guest.hub.watch({ calls: ['fd_sync'] }).subscribe(({ name }) => names.push(name));
    all.unsubscribe();
    guest.call('sched_yield', []);
    guest.call('fd_sync', [4]);
    expect(names).to.deep.equal(['fd_sync']);
    expect(guest.tap.tracer(0)).to.equal(null);
  });

  it('is not announced either', () => {
    const guest = new TracedGuest();
    const order: string[] = [];
    guest.hub
      .watchEntered({ calls: ['fd_sync'], status: ['failed'] })
      .subscribe(({ name, state }) => order.push(`${name} ${state}`));
    guest.hub.watch({ calls: ['fd_close'] }).subscribe(({ name, state }) => order.push(`${name} ${state}`));
    guest.call('fd_sync', [4]);
    guest.call('fd_close', [4]);
    guest.call('sched_yield', []);
    expect(order).to.deep.equal(['fd_sync entered', 'fd_close returned']);
  });
});
