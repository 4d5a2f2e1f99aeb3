import { expect } from 'chai';
import { callerText, fileOf, thisCaller } from '../../../../adapters/cli/trace-node/caller.js';

describe('who calls', () => {
  for (const [caller, text, file] of [
    [{ pid: undefined, worker: undefined }, '', 'a/calls.json'],
    [{ pid: undefined, worker: 2 }, 'worker 2', 'a/calls.worker2.json'],
    [{ pid: 47, worker: undefined }, 'pid 47', 'a/calls.pid47.json'],
    [{ pid: 47, worker: 2 }, 'pid 47 worker 2', 'a/calls.pid47.worker2.json'],
  ] as const)
    it(`is '${text}' in lines, and has the file ${file}`, () => {
      expect(callerText(caller)).to.equal(text);
      expect(fileOf(caller, 'a/calls.json')).to.equal(file);
    });

  it('is in the name of a file before all of its extension', () => {
    const caller = { pid: undefined, worker: 1 };
    expect(fileOf(caller, 'a.b/calls.speedscope.json')).to.equal('a.b/calls.worker1.speedscope.json');
    expect(fileOf(caller, 'a.b/calls')).to.equal('a.b/calls.worker1');
  });

  it('is empty in the process that began the trace, and in the one that the launcher started', () => {
    const nobody = { pid: undefined, worker: undefined };
    const { pid, ppid } = process;
    expect(thisCaller({ options: {}, root: pid, launched: false })).to.deep.equal(nobody);
    expect(thisCaller({ options: {}, root: ppid, launched: true })).to.deep.equal(nobody);
    expect(thisCaller({ options: {}, root: ppid, launched: false })).to.deep.equal({ pid, worker: undefined });
  });
});
