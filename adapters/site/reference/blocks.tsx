import type { JSX } from 'preact';
import type { Block, Column, Text } from '../../../application/reference/index.js';
import { InlineText } from './text.js';

/** Parts of a page. */
export function Blocks({ blocks }: { readonly blocks: readonly Block[] }): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => (
        <OneBlock key={index} block={block} />
      ))}
    </>
  );
}

function OneBlock({ block }: { readonly block: Block }): JSX.Element {
  switch (block.kind) {
    case 'heading': {
      const Heading = block.level === 2 ? 'h3' : 'h4';
      return (
        <Heading>
          <InlineText text={block.text} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <InlineText text={block.text} />
        </p>
      );
    case 'table':
      return <Table columns={block.columns} rows={block.rows} />;
    case 'facts':
      return (
        <dl class="reference-facts">
          {block.rows.map(([label, text]) => (
            <div key={label}>
              <dt>
                <InlineText text={label} />
              </dt>
              <dd>
                <InlineText text={text} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'code':
      return (
        <pre class="code-block">
          <code>{block.text}</code>
        </pre>
      );
  }
}

interface TableProps {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Text[])[];
}

/** A table. Where there is little room, each row is a card. */
export function Table({ columns, rows }: TableProps): JSX.Element {
  return (
    <table class="table">
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td
                key={columns[column]?.title}
                class={columns[column]?.term === true ? 'term' : undefined}
                data-title={columns[column]?.title}
              >
                <InlineText text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
