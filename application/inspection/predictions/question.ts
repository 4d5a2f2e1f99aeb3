/** What is asked about a call: which it is, how it ends, how much it moves, or which number the new descriptor has. */
export type QuestionKind = 'call' | 'errno' | 'bytes' | 'descriptor';

/** A question about a call of a run, to be answered before the call is shown. */
export interface Question {
  readonly kind: QuestionKind;
  /** The call. */
  readonly index: number;
  readonly text: string;
  /** The call without its results, as a line of a trace; undefined if the question is which call it is: then only the calls before it are shown. */
  readonly shown: string | undefined;
  /** Each once, in the order of display. */
  readonly choices: readonly string[];
  /** Which of the choices is right. */
  readonly answer: number;
  /** Why, in sentences, to be shown after the answer. */
  readonly explanation: string;
}

/** The score of somebody's predictions. */
export interface Score {
  readonly asked: number;
  readonly right: number;
  /** Right answers in a row, up to the last question. */
  readonly streak: number;
  readonly longest: number;
  readonly byKind: Readonly<Record<QuestionKind, { readonly asked: number; readonly right: number }>>;
}

const none = { asked: 0, right: 0 };

/** The score before the first question. */
export const noScore: Score = {
  ...none,
  streak: 0,
  longest: 0,
  byKind: { call: none, errno: none, bytes: none, descriptor: none },
};

/**
 * Counts an answer.
 * @param choice which of the question's choices it was
 * @returns the new score
 */
export function scored(score: Score, { kind, answer }: Question, choice: number): Score {
  const isRight = choice === answer;
  const right = isRight ? 1 : 0;
  const streak = isRight ? score.streak + 1 : 0;
  const before = score.byKind[kind];
  return {
    asked: score.asked + 1,
    right: score.right + right,
    streak,
    longest: Math.max(score.longest, streak),
    byKind: { ...score.byKind, [kind]: { asked: before.asked + 1, right: before.right + right } },
  };
}
