import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';

/** The schema as it is published. */
export const schemaText = readFileSync(
  new URL('../../../../../docs/schemas/trace.schema.json', import.meta.url),
  'utf8',
);
const schema = JSON.parse(schemaText);
const validate = new Ajv2020({ allowUnionTypes: true, strictRequired: false }).compile(schema);

/** A line of a trace, parsed. */
export type Line = Readonly<Record<string, unknown>>;

/** Members that the schema knows of a kind of line. */
const known = (type: unknown): string[] => Object.keys(schema.$defs[type as string].properties);

/** Whether the schema takes a line. */
export function fitsSchema(line: unknown): boolean {
  return validate(line);
}

/**
 * Checks a trace in NDJSON: each line against the published schema, with no member that it doesn't describe, the first and the last where
 * they belong.
 * @returns its lines
 */
export function checkNdjson(text: string): readonly Line[] {
  expect(text.endsWith('\n')).to.equal(true);
  const lines = text
    .slice(0, -1)
    .split('\n')
    .map(line => JSON.parse(line) as Line);
  for (const [i, line] of lines.entries()) {
    expect(validate(line), `${JSON.stringify(line)}\n${JSON.stringify(validate.errors)}`.slice(0, 2000)).to.equal(true);
    expect(line.type).to.equal(i === 0 ? 'trace' : i === lines.length - 1 ? 'end' : 'call');
    expect(Object.keys(line).filter(name => !known(line.type).includes(name))).to.deep.equal([]);
  }
  expect(lines.at(-1)?.calls).to.equal(lines.length - 2);
  return lines;
}
