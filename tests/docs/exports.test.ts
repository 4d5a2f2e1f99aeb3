import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Receiver } from '../adapters/opentelemetry/receiver.js';
import { checkTraceEvents } from '../application/formats/exporters/check-trace-events.js';
import { expectShown, shownCommands } from './console.js';
import { examplesOf, runExample, startExample } from './example.js';
import { type ExampleFolder, exampleFolder } from './example-folder.js';

describe('docs/exports.md', () => {
  const [file, telemetry, ...others] = examplesOf('docs/exports.md') as [string, string, ...string[]];
  let folder: ExampleFolder;

  beforeEach(async () => {
    folder = await exampleFolder('notes');
    copyFileSync(join(folder.path, 'notes.wasm'), join(folder.path, 'program.wasm'));
  });
  afterEach(() => folder.remove());

  it('has two examples', () => {
    expect(others).to.deep.equal([]);
  });

  it('writes a trace to a file', () => {
    expect(runExample(file, folder.path)).to.include({ stdout: 'buy milk\n', stderr: '', status: 0 });
    const { traceEvents } = checkTraceEvents(readFileSync(join(folder.path, 'trace.json'), 'utf8'));
    const names = traceEvents.filter(({ ph }) => ph === 'X').map(({ name }) => name);
    expect(names).to.deep.equal(['path_open', 'path_open', 'fd_read', 'fd_write', 'proc_exit']);
  });

  it('reports to OpenTelemetry', async () => {
    const receiver = await Receiver.open();
    try {
      const endpoint = receiver.url('metrics').replace('/v1/metrics', '');
      const ended = await startExample(telemetry, folder.path, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
      expect(ended).to.deep.equal({ output: 'buy milk\n', status: 0 });
      const calls = receiver.metrics.at(-1)?.find(({ name }) => name === 'hostcall.calls')?.points;
      expect(calls?.map(({ attributes, value }) => [attributes['hostcall.name'], value])).to.deep.equal([
        ['fd_read', 1],
        ['fd_write', 1],
        ['path_open', 2],
        ['proc_exit', 1],
      ]);
      const failed = receiver.spans.filter(({ attributes }) => attributes['error.type'] !== undefined);
      expect(
        failed.map(({ name, attributes }) => [name, attributes['error.type'], attributes['program.name']]),
      ).to.deep.equal([['path_open', 'ENOENT', 'notes']]);
    } finally {
      receiver.close();
    }
  });

  it('shows what the command line does', () => {
    const commands = shownCommands('docs/exports.md');
    expect(commands).to.have.length(2);
    for (const shown of commands) expectShown(shown, folder.path);
  });
});
