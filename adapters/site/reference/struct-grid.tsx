import type { JSX } from 'preact';
import { type ByteRun, type StructBytes, structBytes } from '../../../application/reference/index.js';
import type { Layout, LayoutName } from '../../../domain/index.js';

const COLUMNS = [0, 1, 2, 3, 4, 5, 6, 7] as const;

interface StructGridProps {
  readonly name: LayoutName;
  readonly layout?: Layout;
}

/** A struct to the byte: eight bytes in a row, the fields on them. A struct with a union is drawn once for each variant. */
export function StructGrid({ name, layout }: StructGridProps): JSX.Element {
  return (
    <div class="struct-grids">
      {structBytes(name, layout).map(bytes => (
        <Grid key={bytes.variant} name={name} bytes={bytes} />
      ))}
    </div>
  );
}

function Grid({ name, bytes }: { readonly name: string; readonly bytes: StructBytes }): JSX.Element {
  const rows = Array.from({ length: Math.ceil(bytes.size / 8) }, (_, row) =>
    bytes.runs.filter(({ offset }) => Math.floor(offset / 8) === row),
  );
  return (
    <figure class="struct-grid">
      <figcaption>
        <code>{name}</code>
        {bytes.variant !== '' && (
          <>
            , with <code>{bytes.variant}</code> in its union
          </>
        )}
        : {bytes.size} bytes
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">offset</span>
            </th>
            {COLUMNS.map(column => (
              <th key={column} scope="col">
                +{column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((runs, row) => (
            <tr key={runs[0]?.offset}>
              <th scope="row">{row * 8}</th>
              {runs.map(run => (
                <Cell key={run.offset} run={run} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function Cell({ run: { offset, size, field } }: { readonly run: ByteRun }): JSX.Element {
  if (field === undefined)
    return (
      <td class="unused" colSpan={size} title={`${size === 1 ? 'byte' : 'bytes'} ${range(offset, size)}: not used`}>
        <span class="visually-hidden">not used</span>
      </td>
    );
  const label = field.name.replace(/^.*\./, '');
  return (
    <td colSpan={size} title={`${field.name}: ${field.type}, bytes ${range(offset, size)}`}>
      <span class="field">{label}</span>
      <span class="type">{field.type}</span>
    </td>
  );
}

function range(offset: number, size: number): string {
  return size === 1 ? `${offset}` : `${offset}–${offset + size - 1}`;
}
