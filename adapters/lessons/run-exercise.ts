import {
  type ContractTest,
  clocksContract,
  outputContract,
  randomContract,
  type TestOutput,
} from '../../application/contract/index.js';
import {
  type ContractName,
  type ExerciseRun,
  type Lesson,
  runWithout,
  type TestResult,
} from '../../application/lessons/index.js';
import type { PlainValue } from '../../application/tracing/index.js';
import type { Clocks, Random } from '../../domain/index.js';
import { bytesOfBase64 } from './base64.js';
import type { ExerciseHost } from './exercise-host.js';
import { defaultExport, ExerciseProblem, type Exported, errorText, failure } from './learner-module.js';
import { runGiven, runProgram } from './run-program.js';

/**
 * Runs the exercise of a lesson.
 * @param lesson the lesson
 * @param source what the learner has written
 * @param host what runs it
 * @returns what came of it; nothing that the learner can have done wrong is thrown
 */
export async function runExercise(lesson: Lesson, source: string, host: ExerciseHost): Promise<ExerciseRun> {
  const { exercise, start } = lesson;
  try {
    if (exercise.kind === 'program') return await runProgram(lesson, await assembled(host, source, start.name), host);
    const make = await defaultExport(host, source);
    if (exercise.kind === 'adapter') return await runContract(exercise.contract as ContractName, make);
    if (exercise.kind === 'investigation') return await investigate(lesson, make, host);
    return await runGiven(lesson, make, host);
  } catch (error) {
    return runWithout(failure(error));
  }
}

async function assembled(host: ExerciseHost, text: string, name: string): Promise<Uint8Array> {
  try {
    return await host.assemble(text, name);
  } catch (error) {
    throw new ExerciseProblem('it does not assemble', (error as Error).message);
  }
}

const contracts: Readonly<Record<ContractName, (make: Exported) => ContractTest[]>> = {
  random: make => randomContract(() => make() as Random, { secret: false }),
  clocks: make => clocksContract(() => make() as Clocks),
  output: make => outputContract(() => make() as TestOutput),
};

/** Checks the adapter that the learner makes with the contract of its port. */
async function runContract(contract: ContractName, make: Exported): Promise<ExerciseRun> {
  const tests: TestResult[] = [];
  for (const { title, run } of contracts[contract](make)) {
    try {
      await run();
      tests.push({ title });
    } catch (error) {
      tests.push({
        title,
        error: error instanceof Error && error.name === 'AssertionError' ? error.message : errorText(error),
      });
    }
  }
  return { ...runWithout({ kind: 'exit', code: 0 }), tests };
}

/** Calls the learner's function with what is given, by the names of the files without what stands behind the dot: text as text, programs as bytes. */
async function investigate({ given }: Lesson, find: Exported, host: ExerciseHost): Promise<ExerciseRun> {
  const material: Record<string, string | Uint8Array> = {};
  for (const { name, text } of given)
    material[name.replace(/\..*$/, '')] = name.endsWith('.wat')
      ? await host.assemble(text, name)
      : /\.(wasm|hcr)$/.test(name)
        ? bytesOfBase64(text)
        : text;
  const answer = (await find(material)) as PlainValue | undefined;
  return { ...runWithout({ kind: 'exit', code: 0 }), answer: JSON.parse(JSON.stringify(answer ?? null)) };
}
