import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { traceFormatOf, traceFormats } from '../../../../application/formats/index.js';
import { exportOf } from './traced-program.js';

/** The files as they are checked in: they can be looked at in the viewers that they are for. */
const folder = new URL('../../../../../tests/application/formats/exporters/golden/', import.meta.url);

describe('the export of a program that does the same in every run', () => {
  for (const name of ['notes.ndjson', 'notes.json', 'notes.speedscope.json']) {
    it(`is ${name}`, async () => {
      const format = traceFormatOf(name);
      if (format === undefined) throw new Error(`${name} is of no format`);
      expect((await exportOf(traceFormats[format])).split('\n')).to.deep.equal(
        readFileSync(new URL(name, folder), 'utf8').split('\n'),
      );
    });
  }
});

describe('the format of a trace', () => {
  it('is told by the end of a file’s name', () => {
    const formats = ['a.ndjson', 'a.jsonl', 'b.c/A.JSON', 'a.speedscope.json', '.json'].map(traceFormatOf);
    expect(formats).to.deep.equal(['ndjson', 'ndjson', 'chrome', 'speedscope', 'chrome']);
  });

  it('is unknown for other names', () => {
    for (const name of ['a.txt', 'json', 'a.json.txt', 'speedscope', ''])
      expect(traceFormatOf(name)).to.equal(undefined);
  });
});
