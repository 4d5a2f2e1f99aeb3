import type { JSX } from 'preact';
import type { MarkdownBlock, Span } from '../../../application/lessons/index.js';
import { hashOf } from '../routes.js';
import { withCode } from '../shell/with-code.js';

/** A text of a lesson. */
export function MarkdownView({ blocks }: { readonly blocks: readonly MarkdownBlock[] }): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => (
        <MarkdownPart key={index} block={block} />
      ))}
    </>
  );
}

function MarkdownPart({ block }: { readonly block: MarkdownBlock }): JSX.Element {
  switch (block.kind) {
    case 'heading':
      return (
        <h3>
          <Spans spans={block.spans} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Spans spans={block.spans} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List>
          {block.items.map((item, index) => (
            <li key={index}>
              <Spans spans={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return <MarkdownTable rows={block.rows} />;
    case 'code':
      return (
        <pre class={block.language.startsWith('trace') ? 'code-block trace-lines' : 'code-block'}>
          <code>{block.text}</code>
        </pre>
      );
  }
}

/** A table whose first row is its head. */
function MarkdownTable({ rows }: { readonly rows: readonly (readonly (readonly Span[])[])[] }): JSX.Element {
  const [head = [], ...body] = rows;
  return (
    <table class="lesson-table">
      <thead>
        <tr>
          {head.map((cell, index) => (
            <th key={index} scope="col">
              <Spans spans={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {body.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>
                <Spans spans={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Spans({ spans }: { readonly spans: readonly Span[] }): JSX.Element {
  return (
    <>
      {spans.map((span, index) => (
        <OneSpan key={index} span={span} />
      ))}
    </>
  );
}

function OneSpan({ span }: { readonly span: Span }): JSX.Element {
  switch (span.kind) {
    case 'code':
      return <code>{span.text}</code>;
    case 'strong':
      return <strong>{span.text}</strong>;
    case 'link': {
      const href = addressOf(span.target);
      return href === undefined ? <span>{withCode(span.text)}</span> : <a href={href}>{withCode(span.text)}</a>;
    }
    default:
      return <>{span.text}</>;
  }
}

/** Where a link of a lesson leads here: to the web, to another lesson, into the reference; undefined for files that the site does not have. */
function addressOf(target: string): string | undefined {
  if (/^https?:/.test(target)) return target;
  const [, lesson] = /^\.\.\/\d\d-([a-z0-9-]+)\//.exec(target) ?? [];
  if (lesson !== undefined) return hashOf({ view: 'lessons', name: lesson });
  const [, page, anchor] = /\/reference\/([a-z-]+)\.md(?:#(\w+))?$/.exec(target) ?? [];
  return page === undefined ? undefined : hashOf({ view: 'reference', name: anchor ?? page });
}
