import { expect } from 'chai';
import { assembleWat, WatError } from '../../../adapters/lessons/index.js';

/** The error of a text that cannot be assembled. */
async function problem(text: string, file: string): Promise<string> {
  try {
    await assembleWat(text, file);
  } catch (error) {
    expect(error).to.be.instanceOf(WatError);
    return (error as WatError).message;
  }
  throw new Error('it was assembled');
}

describe('assembleWat()', () => {
  it('assembles', async () => {
    const wasm = await assembleWat('(module (memory 1))');
    expect([...wasm.subarray(0, 8)]).to.deep.equal([0, 97, 115, 109, 1, 0, 0, 0]);
  });

  // Of some lengths of the name, the assembler reads on behind its end.
  for (const file of ['a.wat', 'exercise.wat', 'program.wat', 'a-name-of-sixteen'])
    it(`names the place in ${file}`, async () => {
      const [first, second, third] = (await problem('(module\n  (func (call $none)))', file)).split('\n');
      expect(first).to.equal(`${file}:2:15: error: undefined function variable "$none"`);
      expect(second).to.equal('  (func (call $none)))');
      expect(third?.trim()).to.equal('^^^^^');
    });

  it('checks types', async () => {
    expect(await problem('(module (func (result i32) (i64.const 0)))', 'a.wat')).to.match(
      /^a\.wat:1:\d+: error: type mismatch/,
    );
  });

  it('names every error', async () => {
    expect(await problem('(module (func (call $a) (call $b)))', 'a.wat'))
      .to.contain('"$a"')
      .and.to.contain('"$b"');
  });
});
