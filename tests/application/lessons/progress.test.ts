import { expect } from 'chai';
import { lessonProgress, nextLesson, readProgress, withProgress } from '../../../application/lessons/index.js';

const lessons = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
const [a, b, c] = lessons as [{ name: string }, { name: string }, { name: string }];

describe('progress in lessons', () => {
  it('is empty at first', () => {
    expect(readProgress(undefined)).to.deep.equal({ version: 1, lessons: {} });
    expect(nextLesson(lessons, readProgress(undefined) ?? raise())).to.equal(a);
  });

  it('is the same after it was stored', () => {
    const progress = withProgress(readProgress(undefined) ?? raise(), b, { hints: 2 });
    expect(readProgress(JSON.stringify(progress))).to.deep.equal(progress);
    expect(progress.current).to.equal('b');
    expect(lessonProgress(progress, b)).to.deep.equal({ hints: 2 });
    expect(lessonProgress(progress, { name: 'toString' })).to.deep.equal({});
  });

  it('is not read from invalid text', () => {
    for (const text of ['', 'null', '[]', '{"version":2,"lessons":{}}', '{"version":1}'])
      expect(readProgress(text), text).to.equal(undefined);
  });

  it('is merged', () => {
    const once = withProgress(readProgress(undefined) ?? raise(), a, { hints: 1 });
    expect(lessonProgress(withProgress(once, a, { solved: true }), a)).to.deep.equal({ hints: 1, solved: true });
  });

  it('continues with a lesson neither solved nor skipped, and returns to those left out', () => {
    const start = readProgress(undefined) ?? raise();
    const middle = withProgress(start, b, { skipped: true });
    expect(nextLesson(lessons, middle, 'a')).to.equal(c);
    const end = withProgress(middle, c, { solved: true });
    expect(nextLesson(lessons, end, 'c')).to.equal(a);
    expect(nextLesson(lessons, withProgress(end, a, { solved: true }), 'a')).to.equal(undefined);
  });
});

function raise(): never {
  throw new Error('no progress');
}
