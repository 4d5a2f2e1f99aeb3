import { expect } from 'chai';
import { areaNamed, byteAt, stretchesOf } from '../../../../adapters/inspector/memory/byte-map.js';
import type { MemoryArea } from '../../../../application/inspection/index.js';

function area(
  path: string,
  address: number,
  bytes: readonly number[],
  children: readonly MemoryArea[] = [],
): MemoryArea {
  return {
    ...{ path, address, children },
    length: bytes.length,
    bytes: Uint8Array.from(bytes),
    ...{ role: 'bytes', use: 'read', item: undefined },
  };
}

describe('The bytes of a call', () => {
  const fields = [area('iovs[0].buf', 100, [0, 4, 0, 0]), area('iovs[0].buf_len', 104, [8, 0, 0, 0])];
  const table = area('iovs', 100, [0, 4, 0, 0, 8, 0, 0, 0], fields);
  const near = area('nread', 116, [1, 0, 0, 0]);
  const far = area('*iovs[0].buf', 1024, [104, 105]);

  it('are grouped in stretches: neighbouring areas form one', () => {
    const stretches = stretchesOf([far, near, table]);
    expect(stretches.map(({ from, to }) => [from, to])).to.deep.equal([
      [100, 120],
      [1024, 1026],
    ]);
  });

  it('belong to the innermost part of an argument', () => {
    const [stretch] = stretchesOf([table, near]);
    if (stretch === undefined) throw new Error('there is no stretch');
    expect(byteAt(stretch, 104)).to.include({ value: 8, area: fields[1] });
    expect(byteAt(stretch, 112)).to.include({ value: undefined, area: undefined });
    expect(byteAt(stretch, 116)).to.include({ value: 1, area: near });
  });

  it('are taken from the area that knows them, where two overlap', () => {
    const unknown: MemoryArea = { ...area('room', 1024, [0, 0]), bytes: undefined };
    const [stretch] = stretchesOf([unknown, far]);
    if (stretch === undefined) throw new Error('there is no stretch');
    expect(byteAt(stretch, 1025)).to.include({ value: 105, area: far });
  });

  it('are found by the path of their argument', () => {
    expect(areaNamed([far, table], 'iovs[0].buf_len')).to.equal(fields[1]);
    expect(areaNamed([far, table], 'nread')).to.equal(undefined);
  });
});
