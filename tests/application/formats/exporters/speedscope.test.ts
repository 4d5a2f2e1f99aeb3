import { expect } from 'chai';
import { SpeedscopeExporter } from '../../../../application/formats/index.js';
import type { GuestSymbols } from '../../../../application/modules/index.js';
import { TracedGuest } from '../../tracing/traced-guest.js';
import { checkSpeedscope, type SpeedscopeFile, timeByStack } from './check-speedscope.js';

/** The profile of what a guest does. */
function profileOf(guest: TracedGuest, work: () => void): SpeedscopeFile {
  let text = '';
  const exporter = new SpeedscopeExporter(
    piece => {
      text += piece;
    },
    { program: 'it' },
  );
  const watching = guest.hub.hostcalls$.subscribe(call => exporter.call(call));
  work();
  watching.unsubscribe();
  exporter.end({ exitCode: 0 });
  return checkSpeedscope(text);
}

const times = (file: SpeedscopeFile) => Object.fromEntries(timeByStack(file));

describe('a profile for speedscope', () => {
  it('has the time in each hostcall, by file, and that of the program between them', () => {
    const guest = new TracedGuest();
    guest.text(0x200, 'a/../b');
    const profile = profileOf(guest, () => {
      guest.call('fd_sync', [4]);
      guest.call('path_unlink_file', [3, 0x200, 6]);
      guest.call('sched_yield', []);
      guest.call('fd_sync', [4]);
      guest.call('fd_sync', [77], () => 8);
    });
    expect(times(profile)).to.deep.equal({
      it: 4 * 9000,
      'it;fd_sync;/hi.txt': 18000,
      'it;path_unlink_file;/b': 9000,
      'it;sched_yield': 9000,
      'it;fd_sync': 9000,
    });
  });

  it('shows a call that contains others after they have ended', () => {
    const guest = new TracedGuest();
    const profile = profileOf(guest, () => {
      guest.call('fd_sync', [4], () => guest.call('sched_yield', []));
    });
    // It began at 9 µs, and what is within it lasts from 18 to 27.
    expect(times(profile)).to.deep.equal({ 'it;sched_yield': 9000, 'it;fd_sync;/hi.txt': 9000 });
  });

  it('shows a limited number of files, and the others as one frame', () => {
    const guest = new TracedGuest();
    const profile = profileOf(guest, () => {
      for (let i = 0; i < 12_000; i++) {
        const name = `file-${i}`;
        guest.text(0x200, name);
        guest.call('path_unlink_file', [3, 0x200, name.length]);
      }
      guest.call('sched_yield', []);
    });
    const { frames } = profile.shared;
    expect(frames.length).to.be.within(9_990, 10_010);
    const all = times(profile);
    expect(all['it;path_unlink_file;/file-0']).to.equal(9000);
    expect(all['it;path_unlink_file;/file-11999']).to.equal(undefined);
    expect(all['it;path_unlink_file;(other files)']).to.be.within(9000 * 2000, 9000 * 2010);
    expect(all['it;sched_yield']).to.equal(9000);
  });

  /** The profile of calls with stacks: of each the instance, and indexes of functions, the innermost first. */
  function profileOfStacks(stacks: readonly (readonly [number, string])[], symbols?: GuestSymbols): SpeedscopeFile {
    let text = '';
    const exporter = new SpeedscopeExporter(
      piece => {
        text += piece;
      },
      { program: 'it', symbols },
    );
    const guest = new TracedGuest();
    for (const [index, [instance, functions]] of stacks.entries()) {
      const call = guest.trace('sched_yield', []);
      const names = functions === '' ? [] : functions.split(' ');
      const stack = names.map(name => ({ function: name, index: name.length, offset: 0x2a }));
      exporter.call(Object.assign(call, { instance, extras: index === 2 ? undefined : { stack } }));
    }
    exporter.end({ exitCode: 0 });
    return checkSpeedscope(text);
  }

  it('puts each call below the guest’s functions, and the time between calls into their common callers', () => {
    const file = profileOfStacks([
      [0, 'puts greet main'],
      [0, 'exit main'],
      [0, 'a call without a stack'],
      [0, 'main'],
      [0, 'main main'],
      [1, 'main'],
    ]);
    expect(times(file)).to.deep.equal({
      'it;main;greet;puts;sched_yield': 9000,
      'it;main': 2 * 9000,
      'it;main;exit;sched_yield': 9000,
      'it;sched_yield': 9000,
      it: 3 * 9000,
      'it;main;sched_yield': 2 * 9000,
      'it;main;main;sched_yield': 9000,
    });
  });

  it('distinguishes functions from hostcalls of the same name, and uses the module’s names', () => {
    const symbols = { module: 'it.wasm', nameOf: (index: number) => (index === 4 ? 'sched_yield' : undefined) };
    const file = profileOfStacks([[0, 'four some-other']], { ...symbols, startOf: () => undefined });
    expect(times(file)).to.deep.equal({ 'it;some-other;sched_yield;sched_yield': 9000 });
    expect(file.shared.frames).to.deep.equal([
      { name: 'it' },
      { name: 'sched_yield', file: 'it.wasm' },
      { name: 'some-other', file: 'it.wasm' },
      { name: 'sched_yield' },
    ]);
  });
});
