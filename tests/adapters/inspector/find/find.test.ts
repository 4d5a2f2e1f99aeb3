import { expect } from 'chai';
import { Find } from '../../../../adapters/inspector/find/find.js';
import { Rows } from '../../../../adapters/inspector/list/rows.js';
import { Watched } from '../../../../adapters/inspector/watched.js';
import { CallList } from '../../../../application/inspection/index.js';

/** Ten calls; 2, 5 and 9 close descriptor 7. */
const TEN = Array.from({ length: 10 }, (_, call) => `fd_close(${[2, 5, 9].includes(call) ? 7 : 3}) = 0\n`).join('');

function run(trace = TEN) {
  const calls = new CallList();
  calls.add(new TextEncoder().encode(trace));
  calls.finish();
  while (calls.advance());
  const selected = new Watched(0);
  return {
    calls,
    length: new Watched(calls.length),
    selected,
    shown: { rows: new Watched(Rows.all(calls.length)) },
    rowCount: calls.length,
    select: (call: number) => selected.set(call),
  };
}

/** Waits until everything has been looked at. */
async function searched(find: Find): Promise<void> {
  while (find.busy.value) await new Promise(setImmediate);
}

describe('A search of the list', () => {
  async function begin(text = 'close(7)') {
    const given = run();
    const find = new Find(given);
    find.text.value = text;
    await searched(find);
    return { given, find };
  }

  function steps({ given, find }: Awaited<ReturnType<typeof begin>>, direction: 1 | -1, count: number): number[] {
    return Array.from({ length: count }, () => {
      find.next(direction);
      return given.selected.value;
    });
  }

  it('goes from one to the next, and from the last to the first', async () => {
    const begun = await begin();
    expect(steps(begun, 1, 4)).to.deep.equal([2, 5, 9, 2]);
    expect(steps(begun, -1, 3)).to.deep.equal([9, 5, 2]);
    expect(begun.find.found).to.deep.equal({ rows: 3, place: 1, elsewhere: 0 });
    begun.given.select(3);
    expect(begun.find.found.place).to.equal(0);
  });

  it('goes through the rows of the list, and counts matches that it does not show', async () => {
    const begun = await begin();
    const rows = Rows.only(Uint32Array.of(0, 2, 3, 9)).inOrder(Uint32Array.of(9, 3, 2, 0));
    begun.given.shown.rows.value = rows;
    begun.given.rowCount = 4;
    begun.given.select(3);
    expect(steps(begun, 1, 3)).to.deep.equal([2, 9, 2]);
    expect(begun.find.found).to.deep.equal({ rows: 2, place: 2, elsewhere: 1 });
    // From a call that is not shown, to the row where it would be.
    begun.given.shown.rows.value = Rows.only(Uint32Array.of(2, 9));
    begun.given.rowCount = 2;
    begun.given.select(5);
    expect(steps(begun, 1, 1)).to.deep.equal([9]);
    begun.given.select(5);
    expect(steps(begun, -1, 1)).to.deep.equal([2]);
  });

  it('does not reveal calls that are hidden for a prediction', async () => {
    const begun = await begin();
    begun.given.rowCount = 4;
    expect(begun.find.found).to.deep.equal({ rows: 1, place: 0, elsewhere: 0 });
    expect(steps(begun, 1, 2)).to.deep.equal([2, 2]);
  });

  it('goes to a match as soon as it is found', async () => {
    const many = 60_000;
    const given = run(`${'fd_close(3) = 0\n'.repeat(many - 1)}fd_close(7) = 0\n`);
    const find = new Find(given);
    find.text.value = 'close(7)';
    find.next(1);
    await searched(find);
    expect(given.selected.value).to.equal(many - 1);
    find.close();
  });

  it('searches for nothing if the text is empty', async () => {
    const { given, find } = await begin();
    find.text.value = '';
    expect(find.found).to.deep.equal({ rows: 0, place: 0, elsewhere: 0 });
    find.next(1);
    expect(given.selected.value).to.equal(0);
  });
});
