import { expect } from 'chai';
import { CallList, completeFilter, Selection } from '../../../application/inspection/index.js';
import { readRecording } from '../../../application/recording/index.js';
import { CompiledFilter, parseFilter, recordOf } from '../../../application/tracing/index.js';
import { recordSample } from '../recording/sample-run.js';
import { CALLS_OF_ROUND, recordRounds } from './many-calls.js';

function listOf(file: Uint8Array): CallList {
  const list = new CallList();
  list.add(file);
  list.finish();
  while (list.advance());
  return list;
}

describe('A selection of a list', () => {
  let files: Uint8Array[];
  before(async () => {
    files = [(await recordSample()).file, await recordRounds(20)];
  });

  for (const text of [
    '',
    'fd_read',
    '%file',
    'status=failed',
    'status=unfinished',
    'errno=ENOENT',
    'errno=EBADF',
    'path=/notes.txt',
    'path=/b.txt status=successful',
    'path=stdout',
    'fd=4',
    'fd=0,1',
    'fd=3 path=/missing',
    'instance=0',
    'instance=9',
  ])
    it(`has the calls that pass the filter '${text}'`, () => {
      const filter = parseFilter(text);
      const compiled = new CompiledFilter(filter);
      for (const file of files) {
        const calls = [...readRecording(file).calls()];
        const expected = calls.flatMap((call, index) => (compiled.admits(recordOf(call)) ? [index] : []));
        const selection = new Selection(listOf(file), filter);
        while (selection.advance(7));
        expect([...selection.indices]).to.deep.equal(expected);
        expect(selection.length).to.equal(expected.length);
        expect(selection.at(0)).to.equal(expected[0] ?? -1);
      }
    });

  it('continues when the list has grown', async () => {
    const file = await recordRounds(1200);
    const list = new CallList();
    const selection = new Selection(list, parseFilter('path_open path=/'));
    for (let at = 0; at < file.length; at += 50_000) {
      list.add(file.subarray(at, at + 50_000));
      while (list.advance());
      while (selection.advance());
      expect(selection.examined).to.equal(list.length);
    }
    expect(selection.length).to.equal(1200);
    expect(list.name(selection.at(1199))).to.equal('path_open');
    expect(selection.placeOf(selection.at(700))).to.equal(700);
    expect(selection.placeOf(selection.at(700) + 1)).to.equal(701);
    expect(selection.placeOf(1200 * CALLS_OF_ROUND)).to.equal(1200);
  });
});

describe('completeFilter', () => {
  const texts = (text: string, cursor = text.length, list?: CallList) =>
    completeFilter(text, cursor, list).map(each => each.text);

  it('offers hostcalls, classes and conditions, those first that begin with the typed text', () => {
    expect(texts('path_o')).to.deep.equal(['path_open']);
    expect(texts('write')).to.include('fd_write');
    expect(texts('stat')[0]).to.equal('status=');
    expect(texts('')).to.include.members(['%file', 'fd_read']);
    expect(texts('%')).to.include('%net');
    expect(texts('fd_read,fd_wr')).to.deep.equal(['fd_write']);
    expect(texts('%file,!path_op')).to.deep.equal(['path_open']);
  });

  it('replaces only the typed word', () => {
    const apply = (text: string, cursor: number) => {
      const [first] = completeFilter(text, cursor);
      return first && text.slice(0, first.from) + first.text + text.slice(first.to);
    };
    expect(apply('%file,!path_op status=failed', 14)).to.equal('%file,!path_open status=failed');
    expect(apply('errno=ENOEN', 11)).to.equal('errno=ENOENT');
    expect(apply('status=fai fd_read', 10)).to.equal('status=failed fd_read');
    expect(apply('fd_read status=failed', 5)).to.equal('fd_read status=failed');
  });

  it('knows the errnos, the statuses, and the paths and descriptors of the list', async () => {
    const list = listOf((await recordSample()).file);
    expect(texts('errno=ENOTCA')).to.deep.equal(['ENOTCAPABLE']);
    expect(texts('status=')).to.deep.equal(['successful', 'failed', 'unfinished']);
    expect(texts('path=/', undefined, list)).to.deep.equal(['/', '/missing', '/notes.txt']);
    expect(texts('fd=', undefined, list)).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(texts('path=/')).to.deep.equal([]);
    expect(texts('nothing=')).to.deep.equal([]);
  });
});
