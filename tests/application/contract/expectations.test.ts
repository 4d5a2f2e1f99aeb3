import { expect } from 'chai';
import {
  AssertionError,
  expectEqual,
  expectErrno,
  expectMatch,
  expectThat,
  expectWithin,
} from '../../../application/contract/expectations.js';
import { Errno } from '../../../domain/index.js';

describe('expectations', () => {
  it('take equal values, however they are nested', () => {
    expectEqual(1, 1);
    expectEqual(Number.NaN, Number.NaN);
    expectEqual(0, -0);
    expectEqual([1n, ['a'], { b: undefined }], [1n, ['a'], { b: undefined }]);
    expectErrno(-Errno.EIO, 0, -Errno.EIO);
    expectWithin(1, 1, 1);
    expectMatch('unreachable', /reach/);
    expectThat(true, 'nothing');
  });

  const refused: readonly [() => void, string][] = [
    [() => expectEqual(1, 2), 'expected 2, not 1'],
    [() => expectEqual(1, 1n), 'expected 1n, not 1'],
    [() => expectEqual(['a'], ['a', 'b'], 'names'), 'names: expected ["a", "b"], not ["a"]'],
    [() => expectEqual({ a: 1 }, { b: 1 }), 'expected { b: 1 }, not { a: 1 }'],
    [() => expectEqual({}, []), 'expected [], not {  }'],
    [() => expectEqual(null, {}), 'expected {  }, not null'],
    [() => expectEqual(-Errno.EBADF, 3), 'expected 3, not -8 (EBADF)'],
    [() => expectErrno(-Errno.EIO, 0), 'expected 0, not -29 (EIO)'],
    [() => expectErrno({ kind: 'file' }, -Errno.EIO, -Errno.EPERM), 'expected -29 (EIO) or -63 (EPERM), not a file'],
    [() => expectWithin(3, 1, 2, 'looks'), 'looks: expected a number from 1 to 2, not 3'],
    [() => expectWithin(Number.NaN, 1, 2), 'expected a number from 1 to 2, not NaN'],
    [() => expectMatch(undefined, /a/), 'expected a text that matches /a/, not undefined'],
    [() => expectThat(false, 'expected more'), 'expected more'],
  ];
  for (const [action, message] of refused) {
    it(`report the difference: ${message}`, () => {
      expect(action).to.throw(AssertionError, message).with.property('name', 'AssertionError');
    });
  }

  it('keep the values that test runners show a difference of', () => {
    expect(() => expectEqual(['a'], ['b']))
      .to.throw(AssertionError)
      .that.deep.includes({ actual: ['a'], expected: ['b'] });
  });
});
