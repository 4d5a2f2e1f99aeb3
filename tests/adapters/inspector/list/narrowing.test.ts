import { expect } from 'chai';
import { Narrowing } from '../../../../adapters/inspector/list/narrowing.js';
import { CallList, Selection } from '../../../../application/inspection/index.js';
import { parseFilter } from '../../../../application/tracing/index.js';
import { recordRounds } from '../../../application/inspection/many-calls.js';

describe('Narrowing a list', () => {
  let list: CallList;

  before(async () => {
    list = new CallList();
    list.add(await recordRounds(50));
    list.finish();
    while (list.advance());
  });

  function found(filter: string | undefined, conditions: readonly ((call: number) => boolean)[]): number[] {
    const selection = filter === undefined ? undefined : new Selection(list, parseFilter(filter));
    const narrowing = new Narrowing(list, selection, conditions);
    while (narrowing.advance());
    const { rows } = narrowing;
    return Array.from({ length: rows.count }, (_, row) => rows.callAt(row));
  }

  const all = () => Array.from({ length: list.length }, (_, call) => call);

  it('leaves all calls where there is no condition', () => {
    expect(found(undefined, [])).to.deep.equal(all());
  });

  it('leaves the calls that match the filter and each condition', () => {
    const even = (call: number) => call % 2 === 0;
    const late = (call: number) => call > 40;
    expect(found(undefined, [even, late])).to.deep.equal(all().filter(call => even(call) && late(call)));
    const reads = all().filter(call => list.name(call) === 'fd_read');
    expect(found('fd_read', [])).to.deep.equal(reads);
    expect(found('fd_read', [late]))
      .to.deep.equal(reads.filter(late))
      .and.not.to.deep.equal([]);
  });
});
