import { expect } from 'chai';
import { LessonError, type LessonSource, parseMarkdown, readLesson } from '../../../application/lessons/index.js';

const files = {
  'lesson.md': `# A *title*

Text with \`code\`,
[a link](https://example.com) and **weight**.

| a | b |
|---|---|
| 1 | \`2\\|3\` |

\`\`\`trace start
## no heading
\`\`\`

## Exercise

Do it.

## In the source

- \`domain/index.ts\`: the domain
`,
  'hints.md': `# Hints

## Question

What?

- [ ] this => No.
- [x] \`that\` => Yes: it is.

## Hints

1. First,
   on two lines.
2. Second.

## Afterwards

More.
`,
  'exercise.json': JSON.stringify({ kind: 'program', checks: [{ expects: 'it', call: 'fd_read' }] }),
  'start.wat': '(module)',
  'solution.wat': '(module (memory 1))',
  'data.txt': 'text',
};
const source: LessonSource = { folder: '07-title', files };

describe('readLesson()', () => {
  it('reads the files of a folder', () => {
    const lesson = readLesson(source);
    expect(lesson).to.deep.include({
      number: 7,
      name: 'title',
      title: 'A *title*',
      task: [{ kind: 'paragraph', spans: [{ kind: 'text', text: 'Do it.' }] }],
      start: { name: 'exercise.wat', text: '(module)' },
      solution: { name: 'solution.wat', text: '(module (memory 1))' },
      given: [{ name: 'data.txt', text: 'text' }],
      reading: [{ path: 'domain/index.ts', about: 'the domain' }],
      after: [{ kind: 'paragraph', spans: [{ kind: 'text', text: 'More.' }] }],
    });
    expect(lesson.exercise.world).to.deep.equal({});
    expect(lesson.question.choices).to.deep.equal([
      { text: 'this', right: false, reply: 'No.' },
      { text: '`that`', right: true, reply: 'Yes: it is.' },
    ]);
    expect(lesson.hints.map(([hint]) => hint)).to.deep.equal([
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'First, on two lines.' }] },
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'Second.' }] },
    ]);
  });

  it('can be serialised as JSON', () => {
    const lesson = readLesson(source);
    expect(JSON.parse(JSON.stringify(lesson))).to.deep.equal(lesson);
  });

  const wrong: [what: string, changed: Partial<Record<string, string>> | { folder: string }, message: string][] = [
    [
      'a folder without a number',
      { folder: 'title' },
      'title: the name is not that of a lesson; name it as in 01-hello',
    ],
    ['a missing file', { 'hints.md': undefined }, '07-title: hints.md is missing'],
    ['a section that is missing', { 'hints.md': '## Question\n\nWhat?' }, 'section "Hints" is missing'],
    ['another section', { 'lesson.md': '# T\n\n## Other\n\ntext' }, 'there is a section "Other"'],
    [
      'a fence that is not closed',
      { 'lesson.md': files['lesson.md'].replace('no heading\n```', 'no heading') },
      'not closed',
    ],
    ['two right choices', { 'hints.md': files['hints.md'].replace('[ ]', '[x]') }, 'not exactly one choice'],
    ['a choice without a reply', { 'hints.md': files['hints.md'].replace(' => No.', '') }, 'a choice is "[ ] this"'],
    ['what is no JSON', { 'exercise.json': '{' }, 'it is not JSON'],
    ['no checks', { 'exercise.json': '{"kind":"program","checks":[]}' }, 'there are no checks'],
    [
      'a check of nothing',
      { 'exercise.json': '{"kind":"program","checks":[{"expects":"it"}]}' },
      'a check is {"expects":"it"}',
    ],
    [
      'an unknown hostcall',
      { 'exercise.json': files['exercise.json'].replace('fd_read', 'fd_raed') },
      'no hostcall fd_raed',
    ],
    ['an unknown kind', { 'exercise.json': '{"kind":"game","checks":[]}' }, 'the kind is unknown'],
    [
      'an adapter without a contract',
      { 'exercise.json': '{"kind":"adapter","checks":[{"expects":"","contract":"passes"}]}' },
      'has a contract',
    ],
    [
      'what to read without what it is about',
      { 'lesson.md': files['lesson.md'].replace(': the domain', '') },
      'a line of "In the source"',
    ],
  ];
  for (const [what, changed, message] of wrong) {
    it(`refuses ${what}`, () => {
      const altered = 'folder' in changed ? { ...source, ...changed } : { ...source, files: { ...files, ...changed } };
      expect(() => readLesson(altered as LessonSource)).to.throw(LessonError, message);
    });
  }
});

describe('parseMarkdown()', () => {
  it('distinguishes blocks and spans', () => {
    const [, paragraph, table, code] = parseMarkdown(files['lesson.md'], 'lesson.md');
    expect(paragraph).to.deep.equal({
      kind: 'paragraph',
      spans: [
        { kind: 'text', text: 'Text with ' },
        { kind: 'code', text: 'code' },
        { kind: 'text', text: ', ' },
        { kind: 'link', text: 'a link', target: 'https://example.com' },
        { kind: 'text', text: ' and ' },
        { kind: 'strong', text: 'weight' },
        { kind: 'text', text: '.' },
      ],
    });
    expect(table).to.deep.equal({
      kind: 'table',
      rows: [
        [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
        [[{ kind: 'text', text: '1' }], [{ kind: 'code', text: '2|3' }]],
      ],
    });
    expect(code).to.deep.equal({ kind: 'code', language: 'trace start', text: '## no heading' });
  });

  it('reads lists', () => {
    expect(parseMarkdown('- one\n  more\n- two', 'x')).to.deep.equal([
      {
        kind: 'list',
        ordered: false,
        items: [[{ kind: 'text', text: 'one more' }], [{ kind: 'text', text: 'two' }]],
      },
    ]);
  });
});
