import {
  describe,
  everyHostcall,
  type HostcallName,
  type Layout,
  type LayoutName,
  layouts,
  type Param,
  type ParamKind,
  paramKinds,
  type ResultKind,
  resultKind,
  unstableLayouts,
} from '../../domain/index.js';
import { hostcallText, structText } from '../../domain/texts/index.js';

/** The JSON Schema of a trace in NDJSON: what each of its lines is. Arguments and results come from the table. */

type Schema = Readonly<Record<string, unknown>>;

const VERSION = 1;

const reference = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const listOf = (items: Schema): Schema => ({ type: 'array', items });

/** An object that has no other members than these. */
function closed(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter(name => !optional.includes(name));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An object that may get more members in later versions of the package. */
function open(properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema {
  const { additionalProperties, ...schema } = closed(properties, optional);
  return schema;
}

function struct(name: LayoutName): Schema {
  const layout: Layout = layouts[name];
  const texts = structText(name).fields;
  const old: Layout = unstableLayouts[name as keyof typeof unstableLayouts] ?? layout;
  const added = old.fields.filter(field => !layout.fields.some(other => other.name === field.name));
  const fields = [...layout.fields, ...added].map(field => [
    field.name,
    { ...reference(field.type === 'u64' ? 'u64' : 'u32'), description: texts[field.name] },
  ]);
  return closed(
    Object.fromEntries(fields),
    added.map(field => field.name),
  );
}

const buffer = {
  pointer: { ...reference('u32'), description: 'Where it lies in the guest’s memory.' },
  length: { ...reference('u32'), description: 'How long it is, in bytes.' },
  moved: { ...reference('u32'), description: 'How many of its bytes the call was given or has filled.' },
  data: {
    ...reference('bytes'),
    description: 'The first of these bytes, as far as the trace keeps them; at most 8 MiB of them.',
  },
};

const subscription = struct('subscription') as { properties: Record<string, Schema>; required: string[] };

const values: Readonly<Record<string, Schema>> = {
  u32: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
  u64: {
    description: 'A number if a double holds it exactly, else the same as decimal text.',
    anyOf: [
      { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^[1-9][0-9]{15,19}$' },
    ],
  },
  i64: {
    description: 'A number if a double holds it exactly, else the same as decimal text.',
    anyOf: [
      { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
      { type: 'string', pattern: '^-?[1-9][0-9]{15,18}$' },
    ],
  },
  bytes: {
    description:
      'Bytes as printable ASCII, as C writes strings: \\t \\n \\v \\f \\r \\" \\\\ by name, others as one to three octal digits.',
    type: 'string',
    pattern: '^([ !#-\\[\\]-~]|\\\\([tnvfr"\\\\]|[0-3]?[0-7]{1,2}))*$',
  },
  iovec: closed(buffer),
  buffer: closed(
    { ...buffer, entries: { ...reference('u32'), description: 'The directory entries in it that are complete.' } },
    ['entries'],
  ),
  subscription: {
    ...subscription,
    properties: {
      ...subscription.properties,
      label: { type: 'string', description: 'What the descriptor is called, if it is open.' },
    },
  },
  event: struct('event'),
  fdstat: struct('fdstat'),
  filestat: struct('filestat'),
  prestat: struct('prestat'),
};

function paramSchema(kind: ParamKind): Schema {
  const { form, signed } = paramKinds[kind];
  switch (form) {
    case 'text':
    case 'bytes':
      return { type: 'string' };
    case 'addresses':
      return listOf({ type: 'string' });
    case 'buffers':
      return listOf(reference('iovec'));
    case 'span':
      return reference('buffer');
    case 'subscriptions':
      return listOf(reference('subscription'));
    case 'events':
      return listOf(reference('event'));
    case 'rights':
    case 'integer':
    case 'time':
      return reference(signed ? 'i64' : 'u64');
    case 'number':
    case 'flags':
    case 'enumeration':
    case 'count':
      return reference('u32');
  }
}

function resultSchema(kind: ResultKind): Schema {
  const { form, struct, size } = resultKind(kind);
  if (form === 'strings') return listOf({ type: 'string' });
  return reference(struct ?? (size === 8 ? 'u64' : 'u32'));
}

/** Whether a parameter lies in memory: it is left out where its pointer is out of bounds. A buffer tells its pointer itself. */
function isInMemory({ kind }: Param): boolean {
  const { form, pointsTo } = paramKinds[kind];
  return pointsTo !== undefined && form !== 'span';
}

/** What a call of one name has beyond what all calls have. */
function hostcallSchema(name: HostcallName): Schema {
  const { params, results } = describe(name);
  const texts = hostcallText(name);
  const args = params.map(param => [param.name, { ...paramSchema(param.kind), description: texts.params[param.name] }]);
  const answers = results.map(result => [
    result.name,
    { ...resultSchema(result.kind), description: texts.results[result.name] },
  ]);
  return {
    description: texts.text,
    properties: {
      args: closed(
        Object.fromEntries(args),
        params.filter(isInMemory).map(param => param.name),
      ),
      result: closed(
        Object.fromEntries(answers),
        results.map(result => result.name),
      ),
    },
  };
}

const text = (description: string): Schema => ({ type: 'string', description });
const mark = (description: string): Schema => ({ const: true, description });

/** Who has made the calls. */
const caller = {
  pid: { type: 'integer', minimum: 0, description: 'The process, where several write to one file.' },
  worker: { type: 'integer', minimum: 1, description: 'The worker of that process; absent in its main thread.' },
};

const call = open(
  {
    type: { const: 'call' },
    sequence: {
      type: 'integer',
      minimum: 0,
      description: 'Counts the calls of the whole run, in the order they began.',
    },
    instance: { type: 'integer', minimum: 0, description: 'Which guest made it.' },
    name: { enum: everyHostcall, description: 'The hostcall.' },
    abi: { enum: ['preview1', 'unstable'], description: 'What the guest was built for.' },
    state: { enum: ['returned', 'left'], description: '`left` for a call that ended the program.' },
    start: { type: 'number', description: 'When it began: nanoseconds of the MONOTONIC clock.' },
    duration: { type: 'number', description: 'How long it took, in nanoseconds.' },
    errno: { type: 'integer', minimum: 0, maximum: 65535, description: 'What the guest got; 0 for success.' },
    error: { type: 'string', pattern: '^E', description: 'The errno’s name, where it is not 0.' },
    injected: mark('The result was put in place of the host’s.'),
    delayed: mark('The call was made to take longer.'),
    descriptor: { ...reference('u32'), description: 'The first descriptor it was given.' },
    path: text('What it is about: the path it was given, else what the descriptor is called.'),
    bytes: { ...reference('u32'), description: 'How many bytes it moved; 0 unless it succeeded.' },
    args: { type: 'object', description: 'Its arguments. What lies in memory is absent where its pointer was bad.' },
    result: { type: 'object', description: 'Its results; absent unless it succeeded.' },
    stack: {
      ...listOf(reference('frame')),
      description: 'The guest’s functions that led to it, the innermost first, where the trace was asked for stacks.',
    },
    denial: {
      description:
        'Why it gave an errno, or why events of poll_oneoff tell errnos, where the trace was asked for reasons.',
      ...open({
        kind: text('What denied the call. It determines the other members; docs/failures.md lists the kinds.'),
        errno: { type: 'integer', minimum: 0, maximum: 65535, description: 'The errno that it explains.' },
        text: text('The same as a sentence.'),
      }),
    },
    text: text('The call as a line, as strace would print it, without times.'),
    ...caller,
  },
  ['pid', 'worker', 'error', 'injected', 'delayed', 'descriptor', 'path', 'result', 'stack', 'denial'],
);

const schema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'A line of a trace of hostcalls in NDJSON',
  oneOf: [reference('trace'), reference('call'), reference('end')],
  $defs: {
    trace: {
      description: 'The first line.',
      ...open(
        {
          type: { const: 'trace' },
          format: { const: 'hostcall' },
          version: { const: VERSION },
          program: text('What the program is called.'),
          ...caller,
        },
        ['pid', 'worker'],
      ),
    },
    call: {
      description: 'A hostcall that has ended.',
      ...call,
      allOf: everyHostcall.map(name => ({
        if: { properties: { name: { const: name } } },
        // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema
        then: hostcallSchema(name),
      })),
    },
    end: {
      description: 'The last line: how the program ended.',
      ...open(
        {
          type: { const: 'end' },
          calls: { type: 'integer', minimum: 0, description: 'How many calls the trace has.' },
          exitCode: { ...reference('u32'), description: 'What the program gave to proc_exit, or 0.' },
          trap: text('The engine’s text for the trap.'),
          stack: {
            ...listOf(reference('frame')),
            description:
              'The guest’s functions that trapped, the innermost first, where the trace was asked for stacks.',
          },
          signal: text('The signal that ended the process which ran the program, such as SIGINT.'),
          error: text('What else went wrong.'),
          ...caller,
        },
        ['pid', 'worker', 'exitCode', 'trap', 'stack', 'signal', 'error'],
      ),
      oneOf: ['exitCode', 'trap', 'signal', 'error'].map(member => ({ required: [member] })),
    },
    frame: {
      description: 'A function of the guest.',
      ...open(
        {
          function: text('What it is called, where that is known.'),
          index: { ...reference('u32'), description: 'Which function of the module it is.' },
          offset: {
            ...reference('u32'),
            description: 'Where in the module it is, in bytes from the module’s beginning.',
          },
          functionOffset: {
            ...reference('u32'),
            description: 'Where in the function it is, in bytes from the function’s beginning.',
          },
        },
        ['function', 'index', 'offset', 'functionOffset'],
      ),
    },
    ...values,
  },
};

/** Renders `docs/schemas/trace.schema.json`. */
export function renderTraceSchema(): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
