import { expect } from 'chai';
import { structBytes } from '../../../application/reference/index.js';
import { type LayoutName, layouts, unstableLayouts } from '../../../domain/index.js';

const drawn = (name: LayoutName) =>
  structBytes(name).map(({ runs }) => runs.map(({ offset, size, field }) => `${offset}+${size} ${field?.name ?? '-'}`));

describe('structBytes', () => {
  it('has a run for each field and for what is between them', () => {
    expect(drawn('fdstat')).to.deep.equal([
      ['0+1 fs_filetype', '1+1 -', '2+2 fs_flags', '4+4 -', '8+8 fs_rights_base', '16+8 fs_rights_inheriting'],
    ]);
  });

  it('has each variant of a union', () => {
    expect(structBytes('subscription').map(({ variant }) => variant)).to.deep.equal(['clock', 'fd_readwrite']);
    expect(drawn('subscription')[1]).to.deep.equal([
      ...['0+8 userdata', '8+1 tag', '9+7 -', '16+4 fd_readwrite.fd', '20+4 -', '24+8 -', '32+8 -', '40+8 -'],
    ]);
    expect(structBytes('event').map(({ variant }) => variant)).to.deep.equal(['']);
  });

  it('covers every byte of every struct once, and crosses no multiple of eight', () => {
    for (const name of Object.keys(layouts) as LayoutName[])
      for (const layout of [layouts[name], (unstableLayouts as Partial<typeof layouts>)[name] ?? layouts[name]])
        for (const { runs, size } of structBytes(name, layout)) {
          let at = 0;
          for (const run of runs) {
            expect(run.offset, name).to.equal(at);
            expect(Math.floor(at / 8), name).to.equal(Math.floor((at + run.size - 1) / 8));
            at += run.size;
          }
          expect(at, name).to.equal(size);
        }
  });
});
