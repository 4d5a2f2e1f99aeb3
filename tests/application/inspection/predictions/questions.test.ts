import { expect } from 'chai';
import {
  askAbout,
  type CallList,
  noScore,
  type Question,
  type QuestionKind,
  questionKinds,
  scored,
} from '../../../../application/inspection/index.js';
import type { RecordedCall } from '../../../../application/recording/index.js';
import { recordOf } from '../../../../application/tracing/index.js';
import { errnoName, Right } from '../../../../domain/index.js';
import { recordSample } from '../../recording/sample-run.js';
import { recordRounds } from '../many-calls.js';
import { listOf, recordStepList, type Step } from '../recorded-steps.js';

const ask = (list: CallList, index: number, kind: QuestionKind, seed = 1) =>
  askAbout(list, index, seed, [kind]) as Question;

const bytes = (text: string) => new TextEncoder().encode(text);

function opening(path: string, base: number): Step {
  return {
    name: 'path_open',
    args: [3, 1, 0x1000, bytes(path).length, 0, BigInt(base), 0n, 0, 0x100],
    patches: [{ at: 0x1000, bytes: bytes(path) }],
  };
}

const read = (fd: number, size: number): Step => ({
  name: 'fd_read',
  args: [fd, 0x2000, 1, 0x110],
  patches: [{ at: 0x2000, bytes: new Uint8Array(Uint32Array.of(0x3000, size).buffer) }],
});

/** The right answer. */
function truth(call: RecordedCall, kind: QuestionKind): string {
  switch (kind) {
    case 'call':
      return call.name;
    case 'errno':
      return call.errno === 0 ? '0, success' : errnoName(call.errno);
    case 'bytes':
      return String(call.bytes);
    case 'descriptor':
      return String(recordOf(call).value);
  }
}

describe('Questions about the calls of a run', () => {
  it('have one right choice among several, explain it, and do not reveal it, at every call', async () => {
    for (const file of [(await recordSample()).file, await recordRounds(12)]) {
      const list = listOf(file);
      for (let index = 0; index < list.length; index++) {
        const call = list.event(index) as RecordedCall;
        for (const kind of questionKinds(list, index)) {
          for (const seed of [1, 2, 3]) {
            const question = askAbout(list, index, seed, [kind]);
            if (question === undefined) continue;
            const { choices, answer, explanation, shown, text } = question;
            const where = `${kind} of call ${index}, ${call.name}`;
            expect(question, where).to.include({ kind, index });
            expect(text, where).to.match(/\?$/);
            expect(choices.length, where).to.be.within(2, 4);
            expect(new Set(choices).size, where).to.equal(choices.length);
            expect(choices[answer]?.split(':')[0], where).to.equal(truth(call, kind));
            expect(explanation, where).to.match(/^[ -~\u2019]+\.$/);
            if (kind === 'call') expect(shown).to.equal(undefined);
            else
              expect(shown, where)
                .to.match(/^\w+\(.*\)$/)
                .and.not.include('unfinished');
          }
        }
      }
    }
  });

  it('are the same for the same seed, and not for others', async () => {
    const list = listOf(await recordRounds(12));
    const questions = (seed: number) => Array.from({ length: 40 }, (_, index) => askAbout(list, index + 20, seed));
    expect(questions(7)).to.deep.equal(questions(7));
    expect(questions(7)).to.not.deep.equal(questions(8));
    const kinds = new Set(questions(7).map(question => question?.kind));
    expect([...kinds]).to.include.members(['call', 'bytes', 'errno', 'descriptor']);
    // The right one is anywhere.
    expect(new Set(questions(7).map(question => question?.answer)).size).to.be.greaterThan(2);
  });

  it('hide the results of a call', async () => {
    const { list } = await recordStepList([opening('real.txt', Right.FD_READ), read(4, 9)]);
    expect(list.line(1)).to.include('the conte');
    expect(ask(list, 1, 'bytes').shown).to.equal('fd_read(4</real.txt>, 0x2000, 1)');
    expect(ask(list, 0, 'descriptor').shown).to.equal('path_open(3</>, SYMLINK_FOLLOW, "real.txt", 0, FD_READ, 0, 0)');
    // The call itself is as it was.
    expect(list.line(1)).to.include('the conte');
  });

  it('are explained by the lowest number that is free, and by what freed it', async () => {
    const { list } = await recordStepList([
      /* 0 */ opening('real.txt', Right.FD_READ),
      /* 1 */ opening('real.txt', Right.FD_READ),
      /* 2 */ { name: 'fd_close', args: [4] },
      /* 3 */ opening('real.txt', Right.FD_READ),
      /* 4 */ { name: 'fd_close', args: [1] },
      /* 5 */ opening('real.txt', Right.FD_READ),
    ]);
    expect(ask(list, 0, 'descriptor').explanation).to.equal(
      '0, 1, 2 and 3 are open: the lowest number that is free is 4.',
    );
    expect(ask(list, 3, 'descriptor').explanation).to.equal(
      '0, 1, 2 and 3 are open: the lowest number that is free is 4. It has been free since fd_close (call 2) closed 4</real.txt>.',
    );
    expect(ask(list, 5, 'descriptor').explanation).to.equal(
      '0 is open: the lowest number that is free is 1. It has been free since fd_close (call 4) closed 1<stdout>.',
    );
    expect(ask(list, 3, 'descriptor').choices).to.include.members(['4', '6']);
  });

  it('are explained by what is left of the file, by rights, and by what libraries do', async () => {
    const { list } = await recordStepList([
      /* 0 */ { name: 'fd_prestat_get', args: [3, 0x200] },
      /* 1 */ { name: 'fd_prestat_dir_name', args: [3, 0x300, 1] },
      /* 2 */ { name: 'fd_prestat_get', args: [4, 0x200] },
      /* 3 */ { name: 'args_sizes_get', args: [0x400, 0x404] },
      /* 4 */ { name: 'args_get', args: [0x4000, 0x4100] },
      /* 5 */ opening('real.txt', Right.FD_READ | Right.FD_FILESTAT_GET),
      /* 6 */ { name: 'fd_filestat_get', args: [4, 0x500] },
      /* 7 */ read(4, 300),
      /* 8 */ read(4, 300),
      /* 9 */ read(4, 300),
      /* 10 */ { name: 'fd_sync', args: [4] },
      /* 11 */ { name: 'fd_close', args: [4] },
    ]);
    expect(ask(list, 1, 'call').explanation).to.match(
      /^It is fd_prestat_dir_name\. fd_prestat_get has told how long the name of the preopened directory is; now there is room for it\. /,
    );
    expect(ask(list, 2, 'call').explanation).to.match(
      /asks one number after the other, until one is no preopened directory/,
    );
    expect(ask(list, 3, 'call').explanation).to.match(
      /Descriptor 4 is no preopened directory, so there are no more of them/,
    );
    expect(ask(list, 4, 'call').explanation).to.match(/args_sizes_get has told how much room is needed/);
    expect(ask(list, 7, 'bytes').explanation).to.equal(
      'There is room for 300 bytes. The file had 320 bytes when it was last asked for, and the offset was 0: that leaves 320. It is 300.',
    );
    expect(ask(list, 8, 'bytes').explanation).to.equal(
      'There is room for 300 bytes. The file had 320 bytes when it was last asked for, and the offset was 300: that leaves 20. It is 20.',
    );
    expect(ask(list, 9, 'call').explanation).to.match(/only a read of 0 bytes tells that there are no more/);
    expect(ask(list, 10, 'errno').explanation).to.equal(
      'ENOTCAPABLE: 4</real.txt> lacks FD_SYNC: path_open (call 5) did not ask for it.',
    );
  });

  it('are about the calls alone in a text trace', () => {
    const list = listOf(bytes('sched_yield() = 0\nfd_close(4) = 0\nsched_yield() = 0\nfd_sync(3) = 0\n'));
    expect(questionKinds(list, 0)).to.deep.equal([]);
    expect(askAbout(list, 0, 1)).to.equal(undefined);
    expect(questionKinds(list, 1)).to.deep.equal(['call']);
    expect(askAbout(list, 3, 1)?.choices).to.include.members(['fd_sync', 'fd_close']);
  });

  it('are counted, with rows of right answers', async () => {
    const list = listOf((await recordSample()).file);
    const question = ask(list, 5, 'call');
    const wrong = (question.answer + 1) % question.choices.length;
    const score = [question.answer, question.answer, wrong, question.answer].reduce(
      (sum, choice) => scored(sum, question, choice),
      noScore,
    );
    expect(score).to.deep.include({ asked: 4, right: 3, streak: 1, longest: 2 });
    expect(score.byKind.call).to.deep.equal({ asked: 4, right: 3 });
    expect(noScore.asked).to.equal(0);
  });
});
