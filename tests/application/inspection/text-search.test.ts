import { expect } from 'chai';
import { CallList, memoryOfCall, TextSearch } from '../../../application/inspection/index.js';
import type { RecordedCall } from '../../../application/recording/index.js';
import { recordSample, secrets } from '../recording/sample-run.js';
import { recordRounds } from './many-calls.js';
import { recordStepList } from './recorded-steps.js';

function listOf(file: Uint8Array): CallList {
  const list = new CallList();
  list.add(file);
  list.finish();
  while (list.advance());
  return list;
}

function found(list: CallList, text: string, from = 0): number[] {
  const search = new TextSearch(list, text, from);
  while (search.advance());
  const calls = Array.from({ length: list.length }, (_, call) => call).filter(call => search.has(call));
  expect(search.count).to.equal(calls.length);
  expect(search.examined).to.equal(list.length);
  return calls;
}

describe('A search for text in a list', () => {
  let sample: CallList;
  before(async () => {
    sample = listOf((await recordSample()).file);
  });

  const named = (text: string) => found(sample, text).map(call => sample.name(call));

  it('finds it in lines, whatever its case', () => {
    expect(named('PATH_open(')).to.deep.equal(['path_open']);
    expect(named('enoent')).to.deep.equal(['path_filestat_get']);
    // A line is padded before its result.
    expect(named(') = 0').length).to.be.greaterThan(3);
    expect(named('nowhere')).to.deep.equal([]);
  });

  it('finds it in all of the memory that calls write, of which a line shows the beginning', () => {
    expect(secrets.file.indexOf('longer than')).to.be.greaterThan(20);
    expect(named('LONGER than thirty-two bytes')).to.deep.equal(['fd_read']);
    // Of what a program writes, the beginning is recorded.
    expect(named('first line of the file')).to.deep.equal(['fd_read', 'fd_write']);
    expect(named(secrets.argument)).to.deep.equal(['args_get']);
    expect(named(secrets.variable)).to.deep.equal(['environ_get']);
    // The second entry of the directory, in its listing.
    expect(named('notes.txt')).to.include('fd_readdir');
  });

  it('finds bytes by their numbers', () => {
    expect(named('bytes\\x0A')).to.deep.equal(['fd_read']);
    expect(named('\\x46irst line')).to.deep.equal(['fd_read', 'fd_write']);
    expect(named('bytes\\x0b')).to.deep.equal([]);
  });

  /** The spans of all places in a call, as texts. */
  function places(list: CallList, text: string, call: number): string[] {
    const search = new TextSearch(list, text);
    return search
      .placesOf(call, memoryOfCall(list.event(call) as RecordedCall))
      .map(spans => spans.map(({ address, length }) => `0x${address.toString(16)}+${length}`).join(' '));
  }

  it('reports where in memory the bytes are', () => {
    const [read = 0] = found(sample, 'longer than');
    expect(places(sample, 'longer than', read)).to.deep.equal([`0x${(0x2000 + 33).toString(16)}+11`]);
    const [args = 0] = found(sample, secrets.argument);
    expect(places(sample, 'THE-argument', args)).to.have.lengthOf(1);
    // The table of pointers, in which other bytes stand, is not searched.
    expect(places(sample, '\\x11', args)).to.deep.equal([]);
    expect(places(sample, 'nowhere', read)).to.deep.equal([]);
    expect(places(sample, '', read)).to.deep.equal([]);
    const search = new TextSearch(sample, 'longer than');
    expect([search.isInLine(read), new TextSearch(sample, 'fd_READ').isInLine(read)]).to.deep.equal([false, true]);
  });

  it('reports each part of a text that continues in the next buffer', async () => {
    const path = new TextEncoder().encode('real.txt');
    const iovecs = new Uint8Array(Uint32Array.of(0x3000, 4, 0x3100, 8, 0x3200, 60).buffer);
    const { list } = await recordStepList([
      { name: 'path_open', args: [3, 0, 0x1000, 8, 0, 2n, 0n, 0, 0x100], patches: [{ at: 0x1000, bytes: path }] },
      { name: 'fd_read', args: [4, 0x2000, 3, 0x110], patches: [{ at: 0x2000, bytes: iovecs }] },
    ]);
    // The file has a line of 40 bytes over and over.
    expect(places(list, 'he content of', 1)).to.deep.equal(['0x3001+3 0x3100+8 0x3200+2', '0x321d+13']);
    expect(places(list, 'REAL', 0)).to.deep.equal(['0x1000+4']);
  });

  it('begins where it is told to, and searches every call once', async () => {
    const list = listOf(await recordRounds(200));
    const reads = found(list, 'fd_read(');
    expect(reads.length).to.equal(600);
    expect(found(list, 'fd_read(', 1234)).to.deep.equal(reads);
    const search = new TextSearch(list, 'fd_read(', 1234);
    search.advance(10);
    const first = reads.filter(call => call >= 1234 && call < 1244);
    expect(search.count).to.equal(first.length);
    for (const call of first) expect(search.has(call)).to.equal(true);
  });

  it('continues when the list has grown', async () => {
    const file = await recordRounds(20);
    const list = new CallList();
    list.add(file);
    list.finish();
    list.advance(50);
    const search = new TextSearch(list, 'random_get', 20);
    while (search.advance());
    expect(search.count).to.equal(5);
    while (list.advance());
    expect(search.advance(0)).to.equal(true);
    while (search.advance());
    expect(search.count).to.equal(20);
  });

  it('finds text in the lines of a trace', () => {
    const list = listOf(new TextEncoder().encode('fd_close(3) = 0\nfd_close(4) = -1 EBADF (Bad file descriptor)\n'));
    expect(found(list, 'ebadf')).to.deep.equal([1]);
    expect(found(list, 'close')).to.deep.equal([0, 1]);
  });
});
