import { closeSync, fstatSync, openSync } from 'node:fs';
import { expect } from 'chai';
import { closeLeft, newDescriptors, noteClosing, noteOpened } from '../../../adapters/node/worker-descriptors.js';
import { needing, POSIX } from '../../needs.js';

const isOpen = (fd: number): boolean => {
  try {
    fstatSync(fd);
    return true;
  } catch {
    return false;
  }
};

needing(POSIX).describe('node: descriptors that a worker has noted', () => {
  /** More than a word of the notes has. */
  let opened: number[];
  beforeEach(() => {
    opened = Array.from({ length: 140 }, () => openSync('/dev/null', 'r'));
  });
  afterEach(() => {
    for (const fd of opened) if (isOpen(fd)) closeSync(fd);
  });

  it('are closed if they were left open, and no others', () => {
    for (const left of [
      opened,
      opened.filter(fd => fd % 32 === 0 && fd % 5 !== 0).slice(0, 1),
      opened.filter(fd => fd % 32 === 31),
      [],
    ]) {
      const descriptors = newDescriptors();
      const isLeft = (fd: number) => left.includes(fd) && fd % 5 !== 0;
      const expected = opened.filter(fd => isOpen(fd) && !isLeft(fd));
      for (const fd of left) noteOpened(descriptors, fd);
      for (const fd of left) if (fd % 5 === 0) noteClosing(descriptors, fd);
      closeLeft(descriptors);
      expect(opened.filter(isOpen)).to.deep.equal(expected);
      for (const fd of opened) if (!isOpen(fd)) opened.splice(opened.indexOf(fd), 1, openSync('/dev/null', 'r'));
    }
  });

  it('are those from 0 on that there is room for; of others nothing is noted', () => {
    const descriptors = newDescriptors();
    const last = 32 * descriptors.length - 1;
    for (const fd of [-1, -9, last + 1]) {
      noteOpened(descriptors, fd);
      noteClosing(descriptors, fd);
    }
    expect(descriptors.every(bits => bits === 0)).to.equal(true);
    noteOpened(descriptors, 0);
    noteOpened(descriptors, last);
    expect([descriptors.at(0), descriptors.at(-1)]).to.deep.equal([1, 1 << 31]);
    noteClosing(descriptors, -1);
    noteClosing(descriptors, 0);
    noteClosing(descriptors, last);
    expect(descriptors.every(bits => bits === 0)).to.equal(true);
  });
});
