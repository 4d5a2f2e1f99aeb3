import { expect } from 'chai';
import fc from 'fast-check';
import { parseStrace } from '../../../application/comparison/parse-strace.js';
import { stepText, type TraceItem, type TraceStep } from '../../../application/comparison/trace-step.js';

function step(line: string): TraceStep {
  const item = parseStrace(line, 1);
  if (typeof item === 'string' || !('args' in item)) throw new Error(`no step: ${line}`);
  return item;
}

describe('parseStrace', () => {
  for (const caller of ['worker 2', 'pid 4711', 'pid 4711 worker 2'])
    it(`passes over who calls: ${caller}`, () => {
      expect(step(`[${caller}] fd_close(4) = 0`)).to.deep.equal(step('fd_close(4) = 0'));
      expect(parseStrace(`[${caller}] +++ exited with 3 +++`, 1)).to.deep.equal({ ending: 'exited with 3' });
      expect(parseStrace(`[${caller}]  * repeated 4 times more`, 1)).to.deep.equal({ repeated: 4 });
      expect(parseStrace(`[${caller}]`, 1)).to.equal('attached');
    });

  it('takes a line apart', () => {
    expect(step('fd_read(4</hi.txt>, [{buf="hi\\n", buf_len=512}], 1) = 3 <0.000144>')).to.deep.equal({
      number: 1,
      instance: 0,
      name: 'fd_read',
      args: ['4</hi.txt>', '[{buf="hi\\n", buf_len=512}]', '1'],
      result: '3',
      marks: '',
      duration: 144_000,
    });
  });

  const results: Readonly<Record<string, string | undefined>> = {
    'sched_yield()                           = 0': '0',
    'sched_yield() = 0': '0',
    'fd_close(4) = -1 EBADF (Bad file descriptor)': '-1 EBADF (Bad file descriptor)',
    'fd_close(4) = -1 EIO (I/O error) (INJECTED)': '-1 EIO (I/O error)',
    'fd_close(4) = -1 EIO (I/O error) (INJECTED) (DELAYED) <1.000001>': '-1 EIO (I/O error)',
    'fd_close(4) = 0 (DELAYED)': '0',
    'proc_exit(3)                            = ? <0.000001>': '?',
    'path_open(3</>, 0, "a", 0, 0, 0, 0) = 4</a>': '4</a>',
    'path_open(3</>, 0, "a <0.5>", 0, 0, 0, 0) = 4</a \\0740.5\\076>': '4</a \\0740.5\\076>',
    'poll_oneoff([{userdata=0x0, FD_READ, fd=0<stdin>}], 1) = 1 ([{userdata=0x0, FD_READ, nbytes=5}]) <0.000001>':
      '1 ([{userdata=0x0, FD_READ, nbytes=5}])',
    'fd_read(0<stdin>, 0x10, 1 <unfinished ...>': undefined,
    'fd_read(0<stdin>, 0x10, 1, <unfinished ...>': undefined,
    'fd_close(4) = 44 ENOENT': '44 ENOENT',
  };
  for (const [line, result] of Object.entries(results)) {
    it(`reads the result of ${line}`, () => expect(step(line).result).to.equal(result));
  }

  it('separates the marks of tampered calls', () => {
    expect(step('fd_close(4) = -1 EIO (I/O error) (INJECTED) (DELAYED) <1.000001>').marks).to.equal(
      ' (INJECTED) (DELAYED)',
    );
    expect(stepText(step('fd_close(4) = 0 (DELAYED)'))).to.equal(
      'fd_close(4)                             = 0 (DELAYED)',
    );
  });

  const args: Readonly<Record<string, readonly string[]>> = {
    'sched_yield() = 0': [],
    'path_open(3</>, 0, "a) = 1, \\"b\\"", 0) = 4': ['3</>', '0', '"a) = 1, \\"b\\""', '0'],
    'fd_close(4</a, b)>) = 0': ['4</a, b)>'],
    'fd_close(4</hi.txt<REGULAR_FILE, "/home/1<b>) = \\"">>) = 0': ['4</hi.txt>'],
    'fd_close(4</say \\"hi\\">) = 0': ['4</say \\"hi\\">'],
    'fd_read(4, 0xff /* out of bounds (really) */, 1) = -1 EFAULT (Bad address)': [
      '4',
      '0xff /* out of bounds (really) */',
      '1',
    ],
    'fd_read(0<stdin>, 0x10, 1 <unfinished ...>': ['0<stdin>', '0x10', '1'],
    'fd_write(1, [{buf="a"..., buf_len=2}, {buf="b", buf_len=1}], 2) = 3': [
      '1',
      '[{buf="a"..., buf_len=2}, {buf="b", buf_len=1}]',
      '2',
    ],
  };
  for (const [line, expected] of Object.entries(args)) {
    it(`splits the arguments of ${line}`, () => expect(step(line).args).to.deep.equal(expected));
  }

  for (const prefix of [
    '12:30:01 ',
    '12:30:01.123456 ',
    '1767225600.123456 ',
    '     0.000123 ',
    '(+     0.000123) ',
    '[  12] ',
    '12 12:30:01.5 ',
    '[pid 7] ',
  ]) {
    it(`passes over '${prefix}'`, () => {
      expect(step(`${prefix}sched_yield()                           = 0`).name).to.equal('sched_yield');
    });
  }

  it('reads endings', () => {
    expect(parseStrace('+++ exited with 3 +++', 1)).to.deep.equal({ ending: 'exited with 3' });
    expect(parseStrace('12:30:01 +++ trapped: unreachable +++', 1)).to.deep.equal({ ending: 'trapped: unreachable' });
  });

  for (const line of [
    '',
    ' > main (prog.wasm+0x12)',
    ' | 00000  68 69                                             hi               |',
    ' * 2 bytes in buffer 0',
  ]) {
    it(`takes '${line}' for a part of the call above`, () => expect(parseStrace(line, 1)).to.equal('attached'));
  }

  it('recognises the beginning of a table', () => {
    expect(parseStrace('% time     seconds  usecs/call     calls    errors hostcall', 1)).to.equal('summary');
  });

  const wrong: Readonly<Record<string, string>> = {
    hello: 'is not a line of a trace',
    'hello (world)': 'is not a line of a trace',
    'fd_read(4, [{buf="hi': 'is cut short',
    'fd_read(4, 0x10, 1) ': 'is cut short',
    'fd_close(4</hi.txt<REGULAR_FILE, "/home) = 0': 'is cut short',
    'fd_read(4, 0x10, 1) and = 3': 'is cut short',
    'openat(AT_FDCWD, "a", O_RDONLY) = 3': "is a call of 'openat', which is not a hostcall",
  };
  for (const [line, problem] of Object.entries(wrong)) {
    it(`refuses '${line}'`, () => expect(parseStrace(line, 1)).to.deep.equal({ wrong: problem }));
  }

  it('never throws, and reads back what it has read', () => {
    const piece = fc.constantFrom(
      'fd_read(',
      'fd_read',
      '(',
      ')',
      ' = ',
      '"',
      '\\',
      '<',
      '>',
      '4<',
      '/*',
      '*/',
      '[',
      ', ',
      'a',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map(pieces => pieces.join('')),
        ),
        text => {
          const item = parseStrace(text, 1);
          if (typeof item === 'string' || !('args' in item)) return;
          const again = parseStrace(stepText(item), 1) as TraceItem;
          expect(again).to.deep.equal({ ...item, duration: Number.NaN });
        },
      ),
      { numRuns: 3000 },
    );
  });
});
