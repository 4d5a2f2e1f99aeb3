import { expect } from 'chai';
import { type Field, type Layout, type LayoutName, layouts, relaid, unstableLayouts } from '../../../domain/index.js';
import * as witx from './witx.js';

const widths = { u8: 1, u16: 2, u32: 4, u64: 8 } as const;

/** The variant of a union that a field belongs to, if it belongs to one. */
function variant({ name }: Field): string {
  return name.includes('.') ? name.slice(0, name.indexOf('.')) : '';
}

function roundUp(offset: number, align: number): number {
  return Math.ceil(offset / align) * align;
}

/** The layout that C gives the same fields: naturally aligned, the variants of a union over each other. */
function natural(fields: readonly Field[]): { offsets: number[]; size: number; align: number } {
  const alignOf = (some: readonly Field[]) => Math.max(...some.map(({ type }) => widths[type]));
  const inUnion = fields.filter(field => variant(field) !== '');
  let end = 0;
  let union = -1;
  const ends = new Map<string, number>();
  const offsets = fields.map(field => {
    const of = variant(field);
    if (of !== '' && union < 0) union = roundUp(end, alignOf(inUnion));
    const offset = roundUp(of === '' ? end : (ends.get(of) ?? union), widths[field.type]);
    if (of === '') end = offset + widths[field.type];
    else ends.set(of, offset + widths[field.type]);
    return offset;
  });
  const align = alignOf(fields);
  return { offsets, size: roundUp(Math.max(end, ...ends.values()), align), align };
}

const sizes: Record<LayoutName, number> = {
  iovec: 8,
  prestat: 8,
  fdstat: 24,
  filestat: 64,
  dirent: 24,
  subscription: 48,
  event: 32,
};

const all: [string, Layout][] = [
  ...Object.entries(layouts),
  ...Object.entries(unstableLayouts).map(([name, layout]): [string, Layout] => [`${name} of wasi_unstable`, layout]),
];

describe('the layouts', () => {
  it('are those of the interface description', () => {
    const spelt = (some: Readonly<Record<string, Layout>>) =>
      Object.fromEntries(
        Object.entries(some).map(([name, { size, align, fields }]) => [
          name,
          { size, align, members: fields.map(field => `${field.name} ${field.type} ${field.offset}`) },
        ]),
      );
    expect(spelt(layouts)).eql(witx.structs);
    expect(spelt(unstableLayouts)).eql(witx.unstableStructs);
  });

  it('are the same when computed again without changes', () => {
    for (const layout of Object.values(layouts)) expect(relaid(layout, {})).eql(layout);
  });

  it('are computed from their fields', () => {
    const changed = relaid(layouts.fdstat, {
      fs_flags: 'u8',
      fs_extra: { before: 'fs_flags', type: 'u32' },
    });
    expect(changed.fields.map(({ name, offset }) => [name, offset])).eql([
      ['fs_filetype', 0],
      ['fs_extra', 4],
      ['fs_flags', 8],
      ['fs_rights_base', 16],
      ['fs_rights_inheriting', 24],
    ]);
    expect([changed.size, changed.align]).eql([32, 8]);
  });

  it('are of the sizes programs are compiled with', () => {
    expect(Object.fromEntries(Object.entries(layouts).map(([name, { size }]) => [name, size]))).eql(sizes);
    expect(unstableLayouts.filestat.size).equal(56);
    expect(unstableLayouts.subscription.size).equal(56);
  });

  for (const [name, { size, align, fields }] of all) {
    it(`${name}: lies as C lays it`, () => {
      expect({ offsets: fields.map(({ offset }) => offset), size, align }).eql(natural(fields));
    });

    it(`${name}: fields are aligned, inside, and over each other only in a union`, () => {
      expect(size % align).equal(0);
      for (const [i, field] of fields.entries()) {
        const end = field.offset + widths[field.type];
        expect(field.offset % widths[field.type], field.name).equal(0);
        expect(end, field.name).most(size);
        for (const other of fields.slice(i + 1)) {
          if (variant(field) !== '' && variant(other) !== '' && variant(field) !== variant(other)) continue;
          expect(other.offset, `${other.name} after ${field.name}`).least(end);
        }
      }
    });

    it(`${name}: fields have names of their own`, () => {
      expect(new Set(fields.map(field => field.name)).size).equal(fields.length);
    });
  }

  it('differ in wasi_unstable only where the specifications do', () => {
    const names = ({ fields }: Layout) => fields.map(({ name, type }) => `${name}: ${type}`);
    const changed = (unstable: Layout, preview1: Layout) => ({
      unstable: names(unstable).filter(name => !names(preview1).includes(name)),
      preview1: names(preview1).filter(name => !names(unstable).includes(name)),
    });
    expect(changed(unstableLayouts.filestat, layouts.filestat)).eql({
      unstable: ['nlink: u32'],
      preview1: ['nlink: u64'],
    });
    expect(changed(unstableLayouts.subscription, layouts.subscription)).eql({
      unstable: ['clock.identifier: u64'],
      preview1: [],
    });
  });
});
