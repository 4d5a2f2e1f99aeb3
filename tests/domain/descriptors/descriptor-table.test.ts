import { expect } from 'chai';
import fc from 'fast-check';
import { type Descriptor, DescriptorTable, Errno } from '../../../domain/index.js';
import { sampleDescriptor } from './sample-descriptor.js';

/** A table with `count` descriptors, and those. */
function filled(count: number, limit = 100): { table: DescriptorTable; descriptors: Descriptor[] } {
  const table = new DescriptorTable(limit);
  const descriptors = Array.from({ length: count }, () => sampleDescriptor('file'));
  for (const descriptor of descriptors) table.insert(descriptor);
  return { table, descriptors };
}

describe('DescriptorTable', () => {
  it('gives out the lowest free number', () => {
    const { table } = filled(5);
    table.remove(3);
    table.remove(1);
    expect(table.insert(sampleDescriptor('file'))).equal(1);
    expect(table.insert(sampleDescriptor('file'))).equal(3);
    expect(table.insert(sampleDescriptor('file'))).equal(5);
  });

  it('returns nothing for numbers that were never allocated', () => {
    const { table } = filled(3);
    for (const fd of [3, 4, 1000, 0x7fffffff, 0x80000000, 0xffffffff, 4294935959]) {
      expect(table.peek(fd), `${fd}`).equal(undefined);
      expect(table.remove(fd), `${fd}`).equal(undefined);
      expect(table.renumber(0, fd), `0 to ${fd}`).equal(-Errno.EBADF);
      expect(table.renumber(fd, 0), `${fd} to 0`).equal(-Errno.EBADF);
    }
    expect([...table].map(([fd]) => fd)).eql([0, 1, 2]);
  });

  it('forgets a closed number', () => {
    const { table, descriptors } = filled(3);
    expect(table.remove(1)).equal(descriptors[1]);
    expect(table.peek(1)).equal(undefined);
    expect(table.remove(1)).equal(undefined);
    expect([...table]).eql([
      [0, descriptors[0]],
      [2, descriptors[2]],
    ]);
  });

  it('is full at its limit, and has room again after a close', () => {
    const { table } = filled(4, 4);
    expect(table.hasRoom()).equal(false);
    for (let i = 0; i < 3; i++) expect(table.insert(sampleDescriptor('file'))).equal(-Errno.EMFILE);
    table.remove(2);
    expect(table.hasRoom()).equal(true);
    expect(table.insert(sampleDescriptor('file'))).equal(2);
    expect(table.hasRoom()).equal(false);
  });

  it('takes nothing where the limit is 0', () => {
    const table = new DescriptorTable(0);
    expect(table.hasRoom()).equal(false);
    expect(table.insert(sampleDescriptor('file'))).equal(-Errno.EMFILE);
    expect(table.peek(0)).equal(undefined);
  });

  describe('renumber', () => {
    it('closes what it replaces and frees where it came from', () => {
      const { table, descriptors } = filled(4);
      expect(table.renumber(3, 1)).equal(descriptors[1]);
      expect(table.peek(1)).equal(descriptors[3]);
      expect(table.peek(3)).equal(undefined);
      expect(table.insert(sampleDescriptor('file'))).equal(3);
    });

    it('onto itself changes nothing, and returns nothing to close', () => {
      const { table, descriptors } = filled(3);
      expect(table.renumber(1, 1)).equal(undefined);
      expect([...table].map(([, descriptor]) => descriptor)).eql(descriptors);
    });

    it('requires both numbers to be open, even if they are the same', () => {
      const { table } = filled(3);
      table.remove(1);
      expect(table.renumber(1, 1)).equal(-Errno.EBADF);
      expect(table.renumber(0, 1)).equal(-Errno.EBADF);
      expect(table.renumber(1, 0)).equal(-Errno.EBADF);
      expect(table.peek(0)).not.equal(undefined);
    });

    it('works at the limit', () => {
      const { table, descriptors } = filled(3, 3);
      expect(table.renumber(2, 0)).equal(descriptors[0]);
      expect(table.hasRoom()).equal(true);
    });
  });

  it('agrees with a simple model, for any operations', () => {
    const fd = fc.oneof({ weight: 9, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constantFrom(77, 0xffffffff) });
    const command = fc.oneof(
      { weight: 5, arbitrary: fc.record({ does: fc.constant('insert' as const) }) },
      { weight: 3, arbitrary: fc.record({ does: fc.constant('remove' as const), fd }) },
      { weight: 3, arbitrary: fc.record({ does: fc.constant('renumber' as const), fd, to: fd }) },
      { weight: 1, arbitrary: fc.record({ does: fc.constant('hasRoom' as const) }) },
    );
    fc.assert(
      fc.property(fc.nat(8), fc.array(command, { maxLength: 60 }), (limit, commands) => {
        const table = new DescriptorTable(limit);
        const model = new Map<number, Descriptor>();
        const lowest = () => {
          let free = 0;
          while (model.has(free)) free++;
          return free;
        };
        for (const step of commands) {
          if (step.does === 'insert') {
            const descriptor = sampleDescriptor('file');
            const expected = model.size < limit ? lowest() : -Errno.EMFILE;
            expect(table.insert(descriptor)).equal(expected);
            if (expected >= 0) model.set(expected, descriptor);
          } else if (step.does === 'remove') {
            expect(table.remove(step.fd)).equal(model.get(step.fd));
            model.delete(step.fd);
          } else if (step.does === 'renumber') {
            const moved = model.get(step.fd);
            const replaced = model.get(step.to);
            const result = table.renumber(step.fd, step.to);
            if (moved === undefined || replaced === undefined) {
              expect(result).equal(-Errno.EBADF);
            } else {
              expect(result).equal(moved === replaced ? undefined : replaced);
              model.delete(step.fd);
              model.set(step.to, moved);
            }
          } else {
            expect(table.hasRoom()).equal(model.size < limit);
          }
          for (let number = 0; number < 12; number++) expect(table.peek(number)).equal(model.get(number));
        }
        expect([...table]).eql([...model].sort(([a], [b]) => a - b));
      }),
      { numRuns: 500 },
    );
  });
});
