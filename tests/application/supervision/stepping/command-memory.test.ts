import { expect } from 'chai';
import { CommandMemory, type StepCommand } from '../../../../application/supervision/index.js';

describe('the memory of commands', () => {
  it('passes commands to the other thread, in order', () => {
    const asking = new CommandMemory();
    const asked = new CommandMemory(asking.buffer);
    expect(asked.waiting).to.equal(false);
    const commands: readonly StepCommand[] = [
      { command: 'step', count: 3 },
      { command: 'breakpoints', breakpoints: [{ filter: 'path=/größer' }] },
    ];
    for (const command of commands) expect(asking.give(command)).to.equal(true);
    expect(asked.waiting).to.equal(true);
    expect(asked.take()).to.deep.equal(commands);
    expect(asked.take()).to.deep.equal([]);
  });

  it('wraps around at its end, and accepts no partial commands', () => {
    const asking = new CommandMemory();
    const asked = new CommandMemory(asking.buffer);
    const long = (at: number): StepCommand => ({ command: 'random', bytes: `${at}`.repeat(9000) });
    for (let round = 1; round < 10; round++) {
      let given = 0;
      while (asking.give(long(round))) given++;
      expect(given).to.equal(7);
      expect(asked.take()).to.deep.equal(Array(given).fill(long(round)));
    }
  });
});
