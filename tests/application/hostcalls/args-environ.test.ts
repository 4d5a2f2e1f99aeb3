import { Errno } from '../../../domain/index.js';
import { le } from '../abi/proxy-guest.js';
import { at, type Fixture, openFixture } from './fixture.js';

const text = (s: string) => [...new TextEncoder().encode(s)];

describe('args and environ', () => {
  let fixture: Fixture;
  before(async () => {
    fixture = await openFixture({ argv0: 'prog', args: ['first', 'the "2nd"', 'ü'], env: { A: '1', EMPTY: '' } });
  });
  after(() => fixture.dispose());

  it('args_sizes_get tells the count and the bytes', () => {
    fixture.proxy.expect('args_sizes_get', [at.result, at.result2], {
      writes: [
        [at.result, le([4, 4])],
        [at.result2, le([5 + 6 + 10 + 3, 4])],
      ],
      line: 'args_sizes_get([4], [24]) = 0',
    });
  });

  it('args_get writes pointers and strings', () => {
    const strings = text('prog\0first\0the "2nd"\0ü\0');
    fixture.proxy.expect('args_get', [at.result, at.buffer], {
      writes: [
        [at.result, le([at.buffer, 4], [at.buffer + 5, 4], [at.buffer + 11, 4], [at.buffer + 21, 4])],
        [at.buffer, strings],
      ],
      line: 'args_get(["prog", "first", "the \\"2nd\\"", "\\303\\274"], 0xc00) = 0',
    });
  });

  it('args_get with a table that ends outside is EFAULT, with nothing written', () => {
    fixture.proxy.expect('args_get', [65536 - 15, at.buffer], {
      errno: Errno.EFAULT,
      line: /^args_get\(0xfff1.*-1 EFAULT/,
    });
    fixture.proxy.expect('args_get', [at.result, 65536 - 23], {
      errno: Errno.EFAULT,
      line: /^args_get\(0x1000, 0xffe9.*-1 EFAULT/,
    });
  });

  it('environ_sizes_get and environ_get give the variables that were passed and no others', () => {
    fixture.proxy.expect('environ_sizes_get', [at.result, at.result2], {
      writes: [
        [at.result, le([2, 4])],
        [at.result2, le([11, 4])],
      ],
      line: 'environ_sizes_get([2], [11]) = 0',
    });
    fixture.proxy.expect('environ_get', [at.result, at.buffer], {
      writes: [
        [at.result, le([at.buffer, 4], [at.buffer + 4, 4])],
        [at.buffer, text('A=1\0EMPTY=\0')],
      ],
      line: 'environ_get(["A=1", "EMPTY="], 0xc00) = 0',
    });
  });

  it('an empty environment is legal', async () => {
    const empty = await openFixture();
    try {
      empty.proxy.expect('environ_sizes_get', [at.result, at.result2], {
        writes: [
          [at.result, le([0, 4])],
          [at.result2, le([0, 4])],
        ],
        line: 'environ_sizes_get([0], [0]) = 0',
      });
      empty.proxy.expect('environ_get', [at.result, at.buffer], { line: 'environ_get([], 0xc00) = 0' });
    } finally {
      empty.dispose();
    }
  });
});
