import { expect } from 'chai';
import {
  type Check,
  type ExerciseRun,
  type Finding,
  findings,
  isSolved,
  type ObservedCall,
  runWithout,
} from '../../../application/lessons/index.js';

const ended: ExerciseRun = runWithout({ kind: 'exit', code: 0 });

function call(given: Partial<ObservedCall> & Pick<ObservedCall, 'name' | 'text'>): ObservedCall {
  return {
    sequence: 0,
    instance: 0,
    abi: 'preview1',
    state: 'returned',
    start: 0,
    errno: 0,
    bytes: 0,
    args: {},
    ...given,
  };
}

/** A check without what it expects, in words. */
type Bare = Check extends infer C ? (C extends Check ? Omit<C, 'expects'> : never) : never;

/** The only finding of a check. */
function judged(check: Bare, run: Partial<ExerciseRun>): Finding {
  const [only, ...others] = findings([{ expects: 'it', ...check } as Check], { ...ended, ...run });
  expect(others).to.deep.equal([]);
  return only as Finding;
}

const opened = call({
  name: 'path_open',
  text: 'path_open(3</>, 0, "a", CREAT, …) = 4</a>',
  args: { fd: 3, path: 'a', oflags: 1, fs_rights_base: 2 },
  result: { opened_fd: 4 },
});
const refused = call({
  name: 'path_open',
  text: 'path_open(3</>, 0, "../b", 0, …) = -1 ENOTCAPABLE',
  args: { fd: 3, path: '../b', oflags: 0, fs_rights_base: 64 },
  errno: 76,
  error: 'ENOTCAPABLE',
  denial: { text: 'refused at ".."' },
});

describe('findings of an exercise', () => {
  it('include one for each check, in order', () => {
    const found = findings(
      [
        { expects: 'one', stdout: '' },
        { expects: 'two', exitCode: 0 },
      ],
      ended,
    );
    expect(found).to.deep.equal([
      { expects: 'one', met: true, seen: [] },
      { expects: 'two', met: true, seen: [] },
    ]);
    expect(isSolved(found)).to.equal(true);
  });

  it('do not count as solved where there are none', () => {
    expect(isSolved([])).to.equal(false);
  });

  it('say how a program failed', () => {
    const checks: Check[] = [{ expects: 'one', stdout: '' }];
    const first = (end: ExerciseRun['end']) => findings(checks, { ...ended, end })[0];
    expect(first({ kind: 'exit', code: 3 })?.seen).to.deep.equal(['it ended with 3']);
    expect(first({ kind: 'trap', text: 'unreachable' })?.seen).to.deep.equal(['it trapped: unreachable']);
    expect(first({ kind: 'stopped', why: 'it took too long' })?.seen).to.deep.equal(['it took too long']);
  });

  it('include nothing else if it could not be run', () => {
    const end = { kind: 'failed', problem: 'it does not assemble', detail: 'a:1:2: error\n  ^' } as const;
    expect(findings([{ expects: 'one', stdout: '' }], { ...ended, end })).to.deep.equal([
      { expects: 'it can be run', met: false, seen: ['it does not assemble', 'a:1:2: error', '  ^'] },
    ]);
  });

  describe('about the exit code', () => {
    it('show both', () => {
      expect(judged({ exitCode: 2 }, { end: { kind: 'exit', code: 2 } }).met).to.equal(true);
      expect(judged({ exitCode: 2 }, {}).seen).to.deep.equal(['it ended with 0, not 2']);
    });
  });

  describe('about output', () => {
    it('show both texts', () => {
      expect(judged({ stdout: 'a\n' }, { stdout: 'b' }).seen).to.deep.equal(['stdout was "b"', 'expected: "a\\n"']);
      expect(judged({ stderr: 'a' }, {}).seen).to.deep.equal(['nothing was written to stderr', 'expected: "a"']);
    });

    it('notice that the other stream has it', () => {
      expect(judged({ stdout: 'a' }, { stderr: 'a' }).seen.at(-1)).to.equal('but this is what was written to stderr');
    });

    it('have the advice only on failure', () => {
      expect(judged({ stdout: 'a', advice: 'look' }, {}).advice).to.equal('look');
      expect(judged({ stdout: '', advice: 'look' }, {})).not.to.have.property('advice');
    });
  });

  describe('about files', () => {
    const files = { '/a': 'one', '/b': 'two' };

    it('show the existing files', () => {
      expect(judged({ file: '/a', text: 'one' }, { files }).met).to.equal(true);
      expect(judged({ file: '/a', text: 'two' }, { files }).seen).to.deep.equal(['/a has "one"', 'expected: "two"']);
      expect(judged({ file: '/c', text: 'two' }, { files }).seen).to.deep.equal([
        'there is no /c',
        'there are /a and /b',
      ]);
    });

    it('can require that a file is missing', () => {
      expect(judged({ file: '/c', text: null }, { files }).met).to.equal(true);
      expect(judged({ file: '/a', text: null }, { files }).seen).to.deep.equal(['/a is still there']);
    });
  });

  describe('about calls', () => {
    const calls = [opened, refused];

    it('accept a call with everything that is required', () => {
      const args = { path: 'a', oflags: { has: 'CREAT', lacks: 'TRUNC|EXCL' }, fs_rights_base: { has: 'FD_READ' } };
      expect(judged({ call: 'path_open', args, error: 'none', result: { opened_fd: 4 } }, { calls }).met).to.equal(
        true,
      );
    });

    it('say that there is no call of that name', () => {
      expect(judged({ call: 'fd_read' }, { calls: [opened] }).seen).to.deep.equal([
        'the program never calls fd_read',
        'its last call is',
        opened.text,
      ]);
      expect(judged({ call: 'fd_read' }, {}).seen).to.deep.equal([
        'the program never calls fd_read',
        'it makes no hostcall at all',
      ]);
    });

    it('show the nearest call first, what is different in it, and why it failed', () => {
      const check = { call: 'path_open', args: { path: '../b', fs_rights_base: { has: 'FD_READ' } }, error: 'none' };
      expect(judged(check, { calls }).seen).to.deep.equal([
        opened.text,
        '  path is "a", not "../b"',
        refused.text,
        '  ^ refused at ".."',
        '  it returned ENOTCAPABLE',
        '  fs_rights_base lacks FD_READ',
      ]);
    });

    it('count', () => {
      expect(judged({ call: 'path_open', times: { max: 0 } }, { calls: [opened] }).seen).to.deep.equal([
        'there is 1 such call, at most 0 expected',
        opened.text,
      ]);
      expect(judged({ call: 'path_open', times: { min: 2, max: 2 } }, { calls }).met).to.equal(true);
      expect(judged({ call: 'path_open', error: 'none', times: { min: 2 } }, { calls }).seen[0]).to.equal(
        'there is 1 such call, 2 expected',
      );
    });

    it('compare numbers, lengths and members', () => {
      const polled = call({ name: 'poll_oneoff', text: 'poll', args: { in: [{ userdata: 7, tag: 0 }] } });
      const seen = (args: object) => judged({ call: 'poll_oneoff', args } as never, { calls: [polled] }).seen.slice(1);
      expect(seen({ in: [{ userdata: 8 }] })).to.deep.equal(['  in[0].userdata is 7, not 8']);
      expect(seen({ in: [{ userdata: { min: 8 } }] })).to.deep.equal(['  in[0].userdata is 7, less than 8']);
      expect(seen({ in: [{ userdata: { max: 6 } }] })).to.deep.equal(['  in[0].userdata is 7, more than 6']);
      expect(seen({ in: { length: 2 } })).to.deep.equal(['  in has 1 items, not 2']);
      expect(seen({ in: [{}, {}] })).to.deep.equal(['  in has 1 item, not 2']);
      expect(seen({ in: [{ tag: 0 }] })).to.deep.equal([]);
      expect(seen({ in: [{ length: 2 }] })).to.deep.equal(['  in[0].length is missing']);
      expect(seen({ out: 1 })).to.deep.equal(['  out is missing']);
    });

    it('compare times and who gave the result', () => {
      const timed = call({ name: 'fd_write', text: 'write', start: 100 });
      const seen = (check: object) => judged({ call: 'fd_write', ...check }, { calls: [timed] }).seen.slice(1);
      expect(seen({ start: 100, injected: false })).to.deep.equal([]);
      expect(seen({ start: 90 })).to.deep.equal(['  its time is 100, not 90']);
      expect(seen({ injected: true })).to.deep.equal(['  its result is that of the host']);
    });

    it('refuse an unknown flag', () => {
      expect(() => judged({ call: 'path_open', args: { oflags: { has: 'FD_READ' } } }, { calls })).to.throw(
        RangeError,
        'there is no flag or right FD_READ here',
      );
    });
  });

  describe('about what clients got', () => {
    it('show it for each client with a wrong result', () => {
      const received = ['one', 'two', 'three'];
      expect(judged({ received }, { received }).met).to.equal(true);
      expect(judged({ received }, { received: ['one', '2', ''] }).seen).to.deep.equal([
        'client 2 got "2"',
        'expected: "two"',
        'client 3 got nothing',
        'expected: "three"',
      ]);
    });
  });

  describe('about the order of calls', () => {
    const read = call({ name: 'fd_read', text: 'fd_read(4) = 3', args: { fd: 4 } });
    const closed = call({ name: 'fd_close', text: 'fd_close(4) = 0', args: { fd: 4 } });
    const order = [{ call: 'fd_read' }, { call: 'fd_close', args: { fd: 4 } }];

    it('permit other calls between them', () => {
      expect(judged({ order }, { calls: [read, opened, closed] }).met).to.equal(true);
    });

    it('say after which call something is missing', () => {
      expect(judged({ order }, { calls: [closed, read] }).seen).to.deep.equal([
        'after',
        read.text,
        'there is no call of fd_close',
      ]);
      expect(judged({ order }, { calls: [closed] }).seen).to.deep.equal(['the program never calls fd_read']);
      const other = call({ ...closed, text: 'fd_close(5) = 0', args: { fd: 5 } });
      expect(judged({ order }, { calls: [read, other] }).seen).to.deep.equal([
        'after',
        read.text,
        other.text,
        '  fd is 5, not 4',
      ]);
    });
  });

  describe('about an answer', () => {
    it('name the wrong part, without revealing the answer', () => {
      const answer = { call: 12, path: { length: 3 } };
      expect(judged({ answer }, { answer: { call: 12, path: 'abc', more: 1 } }).met).to.equal(true);
      expect(judged({ answer }, { answer: { call: 11, path: 'abc' } }).seen).to.deep.equal([
        'call is 11, which is not right',
      ]);
      expect(judged({ answer }, { answer: null }).seen).to.deep.equal([
        'the function returned null',
        'expected: an object with call, path',
      ]);
    });
  });

  describe('about a contract', () => {
    it('show the first tests that failed', () => {
      const tests = [{ title: 'one' }, { title: 'two', error: 'expected 1, got 2' }];
      expect(judged({ contract: 'passes' }, { tests: tests.slice(0, 1) }).met).to.equal(true);
      expect(judged({ contract: 'passes' }, { tests }).seen).to.deep.equal([
        '1 of 2 tests fail',
        'two',
        '  expected 1, got 2',
      ]);
      expect(judged({ contract: 'passes' }, {}).met).to.equal(false);
    });
  });
});
