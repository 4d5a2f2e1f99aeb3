import { expect } from 'chai';
import { Origins } from '../../../application/diagnosis/descriptor-origins.js';
import { Descriptor, DescriptorTable, Filetype, Right, StreamBase } from '../../../domain/index.js';

const by = (sequence: number) => ({ sequence, name: 'fd_fdstat_set_rights' }) as const;

class Silent extends StreamBase {}

const descriptor = (base: number, inheriting: number) =>
  new Descriptor(new Silent(), Filetype.UNKNOWN, base, inheriting, 0, 'd');

describe('Origins', () => {
  it('notes each right that is lost once, with the call that gave it up', () => {
    const table = new DescriptorTable(4);
    const held = descriptor(Right.FD_READ | Right.FD_SYNC, Right.FD_READ);
    table.insert(held);
    const origins = new Origins(table);
    held.rightsBase = Right.FD_READ;
    origins.narrowed(held, by(3));
    origins.narrowed(held, by(4));
    held.rightsInheriting = 0;
    origins.narrowed(held, by(5));
    expect(origins.of(held)?.drops).to.deep.equal([
      { base: Right.FD_SYNC, inheriting: 0, by: by(3) },
      { base: 0, inheriting: Right.FD_READ, by: by(5) },
    ]);
    expect(origins.of(held)?.drops).to.have.length(2);
  });

  it('lead back a limited number of steps, however often a directory is opened through itself', () => {
    const origins = new Origins(new DescriptorTable(4));
    let last = descriptor(0, Right.FD_READ);
    let longest = 0;
    for (let i = 0; i < 1000; i++) {
      const next = descriptor(0, Right.FD_READ);
      origins.opened(next, by(i), last, { base: 0, inheriting: Right.FD_READ });
      last = next;
      let length = 0;
      for (let origin = origins.of(last); origin !== undefined; origin = origin.parent) length++;
      longest = Math.max(longest, length);
    }
    expect(longest).to.equal(17);
  });

  it('does not blame a call for an earlier change that was not seen', () => {
    const origins = new Origins(new DescriptorTable(4));
    const parent = descriptor(0, Right.FD_READ);
    expect(origins.of(parent)).to.equal(undefined);
    const opened = descriptor(Right.FD_READ, 0);
    origins.opened(opened, by(1), parent, { base: Right.FD_READ | Right.FD_WRITE, inheriting: 0 });
    opened.rightsBase = 0;
    expect(origins.of(opened)).to.deep.include({
      parent: undefined,
      handedDown: Right.FD_READ,
      drops: [{ base: Right.FD_READ, inheriting: 0, by: undefined }],
    });
  });
});
