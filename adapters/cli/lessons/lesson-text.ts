import type {
  Finding,
  Lesson,
  LessonProgress,
  MarkdownBlock,
  ObservedCall,
  Span,
} from '../../../application/lessons/index.js';
import { printable } from '../../../application/text/index.js';
import type { Paint } from '../terminal/colour.js';
import { NO_BREAK, wrap } from '../terminal/layout.js';

/** How texts of lessons are laid out. */
export interface TextLayout {
  /** Characters a line may have. */
  readonly width: number;
  readonly paint: Paint;
  /** Whether painting shows: if not, code keeps its marks. */
  readonly coloured: boolean;
}

/** Marks for code and strong text, which take a place in a line as backticks do. */
const MARKS = { code: ['\ue001', '\ue002'], strong: ['\ue003', '\ue004'] } as const;

/** A text of a lesson, for a terminal. */
export function markdownLines(blocks: readonly MarkdownBlock[], layout: TextLayout): string[] {
  return blocks.flatMap((block, index) => [...(index === 0 ? [] : ['']), ...blockLines(block, layout)]);
}

function blockLines(block: MarkdownBlock, layout: TextLayout): string[] {
  const { width, paint } = layout;
  switch (block.kind) {
    case 'heading':
      return wrap(plain(block.spans), width).map(line => paint('bold', line));
    case 'paragraph':
      return marked(wrap(plain(block.spans), width), layout);
    case 'list':
      return block.items.flatMap((item, index) =>
        hanging(block.ordered ? `${index + 1}. ` : '- ', plain(item), layout),
      );
    case 'table':
      return tableLines(block.rows, layout);
    case 'code':
      return block.text.split('\n').map(line => `    ${line}`);
  }
}

/** A text behind a head; its further lines begin below its first one. */
export function hanging(head: string, text: string, layout: TextLayout): string[] {
  const lines = marked(wrap(text, Math.max(20, layout.width - head.length)), layout);
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(head.length)) + line);
}

function tableLines(rows: readonly (readonly (readonly Span[])[])[], layout: TextLayout): string[] {
  const cells = rows.map(row => row.map(plain)).filter(row => row.some(cell => cell !== ''));
  const columns = Math.max(...cells.map(row => row.length));
  const widths = Array.from({ length: columns - 1 }, (_, at) => Math.max(...cells.map(row => row[at]?.length ?? 0)));
  return cells.flatMap(row => {
    const head = widths.map((width, at) => (row[at] ?? '').padEnd(width)).join('  ');
    return hanging(`  ${head}  `, row[columns - 1] ?? '', layout).flatMap(line => marked([line], layout));
  });
}

/** Spans as a text to be wrapped. Code is not broken. */
export function plain(spans: readonly Span[]): string {
  return spans
    .map(span => {
      if (span.kind === 'text') return span.text;
      if (span.kind === 'link') return /^https?:/.test(span.target) ? `${span.text} (${span.target})` : span.text;
      const [begin, end] = MARKS[span.kind];
      return `${begin}${span.kind === 'code' ? span.text.replaceAll(' ', NO_BREAK) : span.text}${end}`;
    })
    .join('');
}

/** Lines with what marks stand for. Strong text may go on in the next line. */
function marked(lines: readonly string[], { paint, coloured }: TextLayout): string[] {
  return lines.map(line =>
    line
      .replace(/\ue001([^\ue002]*)\ue002/g, (_, text: string) => (coloured ? paint('cyan', text) : `\`${text}\``))
      .replace(/\ue003([^\ue004]*)\ue004/g, (_, text: string) => paint('bold', text))
      .replace(/[\ue001-\ue004]/g, ''),
  );
}

/** The text of a lesson and its task. */
export function lessonLines(lesson: Lesson, layout: TextLayout): string[] {
  return [
    layout.paint('bold', `${lesson.number}. ${lesson.title}`),
    '',
    ...markdownLines(lesson.text, layout),
    '',
    layout.paint('bold', 'Exercise'),
    '',
    ...markdownLines(lesson.task, layout),
  ];
}

/** The text after success. */
export function afterLines(lesson: Lesson, layout: TextLayout): string[] {
  return [
    ...markdownLines(lesson.after, layout),
    '',
    'In the source of this project:',
    ...lesson.reading.flatMap(({ path, about }) => [`  ${path}`, ...hanging('      ', about, layout)]),
  ];
}

/** The question of a lesson, with its choices. */
export function questionLines({ question }: Lesson, layout: TextLayout): string[] {
  return [
    ...markdownLines(question.text, layout),
    '',
    ...question.choices.flatMap(({ text }, index) => hanging(`  ${index + 1}  `, marksOf(text), layout)),
  ];
}

/** A text whose code stands in backticks, with the marks. */
export function marksOf(text: string): string {
  return text.replace(/`([^`]*)`/g, (_, code: string) => plain([{ kind: 'code', text: code }]));
}

/** The first hints of a lesson. */
export function hintLines({ hints }: Lesson, count: number, layout: TextLayout): string[] {
  return hints
    .slice(0, count)
    .flatMap((blocks, index) => [
      layout.paint('yellow', `Hint ${index + 1} of ${hints.length}`),
      ...markdownLines(blocks, layout),
      '',
    ]);
}

/** The output of the learner's module itself, if any. */
export function printedLines(printed: string): string[] {
  if (printed === '') return [];
  return [
    'It printed:',
    ...printed
      .trimEnd()
      .split('\n')
      .map(line => `    ${printable(line)}`),
    '',
  ];
}

/** The results of the checks. They may quote the program. */
export function findingLines(found: readonly Finding[], layout: TextLayout): string[] {
  const { paint } = layout;
  return found.flatMap(({ expects, met, seen, advice }) => [
    `${met ? paint('green', '✓') : paint('red', '✗')} ${expects}`,
    ...seen.map(line => `    ${printable(line)}`),
    ...(advice === undefined ? [] : hanging('  → ', marksOf(advice), layout)),
  ]);
}

/** The calls of a program as a trace shows them, why they failed, and what they mean. */
export function callLines(calls: readonly ObservedCall[], layout: TextLayout): string[] {
  return calls.flatMap(({ text, sentence, denial }) => [
    printable(text),
    ...(sentence === undefined
      ? typeof denial?.text === 'string'
        ? hanging('  ^ ', printable(denial.text), layout)
        : []
      : hanging('    ', printable(sentence), layout).map(line => layout.paint('dim', line))),
  ]);
}

/** The lessons, and how far the learner is. */
export function listLines(
  lessons: readonly Lesson[],
  progressOf: (lesson: Lesson) => LessonProgress,
  current: string | undefined,
  { paint }: TextLayout,
): string[] {
  const width = Math.max(...lessons.map(({ name }) => name.length));
  return lessons.map(lesson => {
    const { solved, skipped } = progressOf(lesson);
    const mark = solved ? paint('green', '✓') : skipped ? '-' : lesson.name === current ? paint('cyan', '>') : ' ';
    return `${mark} ${String(lesson.number).padStart(2)}  ${lesson.name.padEnd(width)}  ${lesson.title}`;
  });
}
