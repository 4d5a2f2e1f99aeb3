import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { lessonNames } from '../../../../adapters/cli/lessons/lessons-command.js';
import { readLessons } from '../../../../tools/lessons.js';
import { root } from '../../../docs/pages.js';
import { needing, pythonTerminal } from '../../../needs.js';
import { atTerminal } from '../at-terminal.js';
import { bin, type Ended, errorLine, hostcall, PATIENCE, Scratch } from '../command-line.js';

const lessons = readLessons(root);
const [hello, second] = lessons;
if (hello === undefined || second === undefined) throw new Error('there are no lessons');

/** A program that does something once, and then something again and again. */
const calling = (once: string, again: string) => `(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") ${once} (loop $again ${again})))`;

describe('hostcall lessons', function () {
  this.timeout(2 * PATIENCE);
  let scratch: Scratch;
  let home: string;
  const within = (...words: string[]): Ended => hostcall(['lessons', ...words], { cwd: home });
  const exercise = () => join(home, hello.folder, hello.start.name);

  beforeEach(() => {
    scratch = new Scratch();
    home = join(scratch.path, 'wasi');
    expect(hostcall(['lessons', 'start', 'hello', home], { cwd: scratch.path })).to.include({ status: 0, stderr: '' });
  });

  afterEach(() => scratch.remove());

  it('lists the lessons where there are none yet, and says how to begin', () => {
    const { status, stdout } = hostcall(['lessons'], { cwd: scratch.path });
    expect(status).to.equal(0);
    for (const { name, title } of lessons) expect(stdout).to.contain(name).and.to.contain(title);
    expect(stdout).to.contain('To begin: hostcall lessons start hello DIR');
  });

  it('copies a lesson, and puts nothing elsewhere', () => {
    expect(readFileSync(exercise(), 'utf8')).to.equal(hello.start.text);
    expect(readFileSync(join(home, hello.folder, 'lesson.md'), 'utf8'))
      .to.contain(`# ${hello.title}`)
      .and.not.contain('](../');
    expect(existsSync(join(home, '.hostcall-lessons.json'))).to.equal(true);
  });

  it('overwrites nothing', () => {
    writeFileSync(exercise(), 'mine');
    const { status, stdout } = hostcall(['lessons', 'start', 'hello', home], { cwd: scratch.path });
    expect(status).to.equal(0);
    expect(stdout).to.contain('Already there, and left as it is');
    expect(readFileSync(exercise(), 'utf8')).to.equal('mine');
  });

  it('refuses an exercise before the edit, and says what it saw', () => {
    const { status, stdout } = within('check');
    expect(status).to.equal(1);
    expect(stdout).to.contain('✗ Standard output gets').and.to.contain('stdout was "Hello, "');
    expect(stdout).to.contain('Not solved yet');
  });

  it('accepts the kept solution, explains more, and continues with the next lesson', () => {
    writeFileSync(exercise(), hello.solution.text);
    const { status, stdout } = within('check');
    expect(status).to.equal(0);
    expect(stdout).to.contain('Lesson 1 is solved.').and.to.contain('In the source of this project:');
    expect(within('list').stdout).to.match(/✓ +1 +hello/);
    expect(within('next').stdout).to.contain(`2. ${second.title}`);
    expect(existsSync(join(home, second.folder, second.start.name))).to.equal(true);
    expect(within('check').stdout).to.contain('✗');
  });

  it('continues only after a lesson is solved or skipped', () => {
    const { status, stdout } = within('next');
    expect(status).to.equal(1);
    expect(stdout).to.contain('Lesson 1 is not solved yet.');
    expect(within('start', second.name).status).to.equal(0);
  });

  it('stays where the learner is when another lesson is looked at', () => {
    for (const action of ['read', 'hint']) expect(within(action, second.name).status).to.equal(0);
    expect(within('list').stdout).to.match(/^> +1 +hello/m);
    expect(within('hint', second.name).stdout).to.contain('Hint 2');
  });

  it('says if a lesson cannot be copied', () => {
    writeFileSync(join(home, second.folder), '');
    expect(errorLine(within('start', second.name))).to.contain(`${second.folder} cannot be made: EEXIST`);
  });

  it('finds the lessons from a directory below, and by -C', () => {
    const below = hostcall(['lessons', 'check'], { cwd: join(home, hello.folder) });
    expect(below.status).to.equal(1);
    expect(hostcall(['lessons', 'check', '-C', home], { cwd: scratch.path })).to.deep.equal(below);
  });

  it('shows every call with its meaning', () => {
    const { stdout } = within('check', '--trace');
    expect(stdout).to.contain('fd_write(1<stdout>, [{buf="Hello, ", buf_len=7}], 1) = 7\n');
    expect(stdout).to.contain('The program asks to write 7 bytes');
  });

  it('records a run', () => {
    const path = join(scratch.path, 'run.hcr');
    expect(within('check', '--record', path).status).to.equal(1);
    expect(hostcall(['replay', '--print', path]).stdout).to.contain('fd_write(1<stdout>, [{buf="Hello, "');
    within('start', 'clock');
    expect(errorLine(within('check', '--record', path))).to.contain('there is no recording of this run');
  });

  it('offers shells the names of the lessons', () => {
    expect(lessonNames).to.deep.equal(lessons.map(({ name }) => name));
  });

  it('gives one more hint each time', () => {
    expect(within('hint').stdout).to.contain(`Hint 1 of ${hello.hints.length}`).and.not.contain('Hint 2');
    expect(within('hint').stdout).to.contain('Hint 2');
    for (let i = 0; i < hello.hints.length; i++) within('hint');
    expect(within('hint').stdout).to.contain(`Hint ${hello.hints.length} of ${hello.hints.length}`);
  });

  it('asks a question, and a right answer leads on', () => {
    expect(within('answer').stdout).to.contain('  1  ');
    const right = hello.question.choices.findIndex(choice => choice.right) + 1;
    const wrong = hello.question.choices.findIndex(choice => !choice.right) + 1;
    expect(within('answer', String(wrong)).status).to.equal(1);
    expect(within('list').stdout).to.not.match(/^- +1/m);
    expect(within('answer', String(right))).to.include({ status: 0 });
    expect(within('list').stdout).to.match(/^- +1/m);
    expect(errorLine(within('answer', '9'))).to.contain("'9' is not the number of an answer");
  });

  it('shows a solution only on request', () => {
    expect(errorLine(within('solution'))).to.contain('the solution was not shown');
    expect(within('solution', '--yes').stdout).to.equal(hello.solution.text);
  });

  it('shows what a module prints itself', () => {
    within('start', 'replay');
    const { status, stdout } = within('check');
    expect(status).to.equal(1);
    expect(stdout).to.match(/^It printed:\n {4}path_open\(3<\/config>/);
  });

  needing(pythonTerminal()).it('asks before it shows a solution', () => {
    const ask = (answer: string) =>
      atTerminal([process.execPath, bin, 'lessons', 'solution', '-C', home], [['[y/N]', answer]]);
    expect(ask('y\r').screen).to.contain(hello.solution.text.split('\n')[0]);
    expect(ask('n\r')).to.include({ status: 2 });
  });

  it('says where a text does not assemble', () => {
    writeFileSync(exercise(), '(module\n  (func (export "_start") (call $nothing)))');
    const { status, stdout } = within('check');
    expect(status).to.equal(1);
    expect(stdout).to.contain('it does not assemble').and.to.contain('exercise.wat:2:');
    expect(stdout).to.contain('undefined function variable "$nothing"');
  });

  it('ends a program that never ends, and has seen its calls', () => {
    writeFileSync(
      exercise(),
      calling('(drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))', '(br $again)'),
    );
    const { status, stdout } = within('check', '--trace');
    expect(status).to.equal(1);
    expect(stdout).to.contain('was stopped: is there a loop that nothing leaves?');
    expect(stdout).to.contain('fd_write(1<stdout>, [{buf="", buf_len=0}], 1) = 0');
  });

  it('ends a program that calls again and again', () => {
    writeFileSync(
      exercise(),
      calling('', '(br_if $again (i32.eqz (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16))))'),
    );
    expect(within('check').stdout).to.contain('it made more than 2000 calls, and was stopped');
  });

  const mistakes: [what: string, words: string[], message: string][] = [
    ['an unknown lesson', ['read', 'helo'], "there is no lesson 'helo'; did you mean hello?"],
    ['an unknown action', ['begin'], "invalid action 'begin'; write one of list, start"],
    ['a word too many', ['check', 'hello', 'more'], "'more' is one word too many"],
  ];
  for (const [what, words, message] of mistakes) {
    it(`says what to do about ${what}`, () => {
      const ended = within(...words);
      expect(ended.status).to.equal(2);
      expect(errorLine(ended)).to.contain(message);
    });
  }

  it('says what to do where there are no lessons', () => {
    for (const action of ['check', 'next', 'watch'])
      expect(errorLine(hostcall(['lessons', action], { cwd: scratch.path }))).to.contain(
        'is not a directory of lessons',
      );
    expect(errorLine(hostcall(['lessons', 'start', 'hello'], { cwd: scratch.path }))).to.contain('name a directory');
    const file = scratch.file('file', '');
    expect(errorLine(hostcall(['lessons', 'start', 'hello', file]))).to.contain('file cannot be made: EEXIST');
  });

  it('says what to do if the exercise or the state is gone', () => {
    rmSync(exercise());
    expect(errorLine(within('check'))).to.contain('`hostcall lessons start hello` copies it again');
    writeFileSync(join(home, '.hostcall-lessons.json'), '[]');
    expect(errorLine(within('list'))).to.contain('remove it to begin again');
  });

  describe('that watches', () => {
    it('ends without a terminal when the exercise is solved', () => {
      writeFileSync(exercise(), hello.solution.text);
      const { status, stdout } = within();
      expect(status).to.equal(0);
      expect(stdout).to.contain('Lesson 1 is solved.').and.not.contain('\u001b');
    });

    needing(pythonTerminal()).it('runs the exercise when it is saved, and moves on after confirmation', () => {
      const kept = scratch.file('kept.wat', hello.solution.text);
      // The exercise is saved by another program, once a hint was asked for.
      const state = join(home, '.hostcall-lessons.json');
      const saving = `until grep -q hints ${state}; do sleep 0.1; done; cp ${kept} ${exercise()}`;
      const script = `(${saving}) & exec ${process.execPath} ${bin} lessons -C ${home}`;
      const { status, screen } = atTerminal(
        ['sh', '-c', script],
        [
          [`1. ${hello.title}`, '\r'],
          ['and save it.', 'h'],
          ['Hint 1', '?'],
          ['1-9', '\r'],
          ['Lesson 1 is solved.', '\r'],
          [`2. ${second.title}`, '\r'],
          ['and save it.', 'x'],
        ],
      );
      expect(screen).to.contain('stdout was "Hello, "');
      expect(screen).to.contain('Lesson 1 is solved.').and.to.contain(`2. ${second.title}`);
      expect(status).to.equal(0);
    });
  });
});
