import { expect } from 'chai';
import { ByteReader } from '../../../application/recording/format/byte-reader.js';
import { ByteWriter } from '../../../application/recording/format/byte-writer.js';
import { LabelReader, LabelWriter, openedLabel } from '../../../application/recording/format/label-table.js';
import { NameReader, NameWriter } from '../../../application/recording/format/name-table.js';
import { ReferenceBudget } from '../../../application/recording/format/reference-budget.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const readerOf = ({ u8, length }: ByteWriter) => new ByteReader(u8, 0, length);

describe('Names in a recording', () => {
  it('are kept apart, however many, and mostly written once', () => {
    const names = Array.from({ length: 5000 }, (_, i) => bytesOf(`name-${String(i % 2500).padStart(6, '0')}`));
    const out = new ByteWriter();
    const writer = new NameWriter(new ReferenceBudget());
    for (const name of names) {
      out.reserve(0);
      writer.write(out, name, 0, name.length);
    }
    const source = readerOf(out);
    const reader = new NameReader(new ReferenceBudget());
    for (const name of names) expect(reader.read(source)).to.deep.equal(name);
    expect(source.ended).to.equal(true);

    const few = new ByteWriter();
    const again = new NameWriter(new ReferenceBudget());
    for (let i = 0; i < 100; i++) again.write(few, names[0] as Uint8Array, 0, 11);
    expect(few.length).to.be.lessThan(11 + 2 + 100);
  });
});

describe('Labels in a recording', () => {
  /** Writes and reads a label of something opened; how many bytes it took beside that of the directory. */
  function opened(label: string, directory: string, path: Uint8Array, taken: (path: Uint8Array) => string): number {
    const out = new ByteWriter();
    const writer = new LabelWriter(new ReferenceBudget());
    writer.write(out, directory);
    const before = out.length;
    writer.writeOpened(out, label, directory, path, 0, path.length);
    const source = readerOf(out);
    const reader = new LabelReader(new ReferenceBudget());
    expect(reader.read(source)).to.equal(directory);
    expect(reader.read(source, () => openedLabel(directory, taken(path)))).to.equal(label);
    return out.length - before;
  }
  const utf8 = (path: Uint8Array) => new TextDecoder().decode(path);

  it('are derived from the directory’s where possible', () => {
    expect(opened('/a/b.txt', '/a', bytesOf('b.txt'), utf8)).to.equal(1);
    expect(opened('/b.txt', '/', bytesOf('b.txt'), utf8)).to.equal(1);
    expect(opened('./', '.', bytesOf(''), utf8)).to.equal(1);
  });

  it('are written where they cannot be derived', () => {
    expect(opened('/a/é', '/a', bytesOf('é'), utf8)).to.be.greaterThan(1);
    expect(opened('/a-b.txt', '/a', bytesOf('b.txt'), utf8)).to.be.greaterThan(1);
    expect(opened('elsewhere', '/a', bytesOf('b.txt'), utf8)).to.be.greaterThan(1);
    // Bytes that are the code units of the label, and another text.
    expect(opened('/a/Ã©', '/a', bytesOf('é'), utf8)).to.be.greaterThan(1);
  });
});
