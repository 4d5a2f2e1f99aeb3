import { expect } from 'chai';
import { mergedNotes, notesFile, parseNotes, runKey } from '../../../../application/inspection/index.js';
import { withNotes } from '../../../../application/recording/index.js';
import { recordSample } from '../../recording/sample-run.js';
import { recordRounds } from '../many-calls.js';
import { listOf } from '../recorded-steps.js';

describe('Notes on a run', () => {
  const notes = new Map([
    [7, 'the file'],
    [2, 'the <script>'],
  ]);

  it('keep their contents and the numbers of their calls in a file', () => {
    const file = notesFile('run', notes);
    expect([...parseNotes(file, 'run')]).to.deep.equal([...notes].reverse());
    expect(JSON.parse(file)).to.include({ type: 'hostcall notes', version: 1, run: 'run' });
  });

  it('are refused with a remedy, if the file is something else or on another run', () => {
    expect(() => parseNotes('{', 'run')).to.throw('The file is not JSON');
    expect(() => parseNotes('null', 'run')).to.throw('The file has no notes');
    expect(() => parseNotes('{"type":"hostcall notes","version":2,"notes":[]}', 'run')).to.throw('newer inspector');
    expect(() => parseNotes(notesFile('other', notes), 'run')).to.throw('on another run');
    // What does not fit is left out.
    const odd = { type: 'hostcall notes', version: 1, run: 'run', notes: [{ call: -1, text: 'x' }, { call: 1 }] };
    expect([...parseNotes(JSON.stringify(odd), 'run')]).to.deep.equal([]);
  });

  it('are merged: both are kept, without duplicates', () => {
    const theirs = new Map([
      [7, 'read in one go'],
      [2, 'script'],
      [9, 'the end'],
    ]);
    expect([...mergedNotes(notes, theirs)]).to.deep.equal([
      [7, 'the file\n\nread in one go'],
      [2, 'the <script>'],
      [9, 'the end'],
    ]);
  });

  it('belong to one run, which has the same key each time', async () => {
    const { file } = await recordSample();
    const lines = new TextEncoder().encode('sched_yield() = 0\nfd_close(4) = 0\n');
    expect(runKey(listOf(file))).to.equal(runKey(listOf(file.slice())));
    expect(runKey(listOf(file))).to.equal(runKey(listOf(withNotes(file, notes))));
    expect(runKey(listOf(lines))).to.equal(runKey(listOf(lines)));
    expect(new Set([listOf(lines), listOf(lines.subarray(0, 18))].map(runKey)).size).to.equal(2);
  });

  it('are in the list of a recording that has some', async () => {
    const file = await recordRounds(2);
    expect([...listOf(withNotes(file, notes)).notes]).to.deep.equal([...notes].reverse());
    expect(listOf(file).notes.size).to.equal(0);
  });
});
