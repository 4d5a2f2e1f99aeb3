import type { SeededNumbers } from '../../../domain/index.js';

/** How many choices a question has. */
export const CHOICES = 4;

/** The right choice among others, in an order that the numbers decide. */
export interface Choices {
  readonly choices: readonly string[];
  readonly answer: number;
}

/**
 * Puts the right answer among wrong ones.
 * @param right what is right
 * @param wrong what could be taken for right, the likeliest first; more than are needed, each perhaps several times
 * @returns undefined if there are no wrong ones
 */
export function choicesOf(right: string, wrong: Iterable<string>, numbers: SeededNumbers): Choices | undefined {
  const others = new Set<string>();
  for (const each of wrong) {
    if (others.size === CHOICES - 1) break;
    if (each !== right) others.add(each);
  }
  if (others.size === 0) return undefined;
  const choices = [...others];
  const answer = Math.floor(numbers.fraction() * (choices.length + 1));
  for (let i = choices.length - 1; i > 0; i--) {
    const other = Math.floor(numbers.fraction() * (i + 1));
    [choices[i], choices[other]] = [choices[other] as string, choices[i] as string];
  }
  choices.splice(answer, 0, right);
  return { choices, answer };
}

/** The same for numbers: those that can be counted in order stand in order, so that their places tell nothing. */
export function numberChoices(right: number, wrong: Iterable<number>, numbers: SeededNumbers): Choices | undefined {
  const found = choicesOf(String(right), Array.from(wrong, String), numbers);
  if (found === undefined) return undefined;
  const choices = [...found.choices].sort((a, b) => Number(a) - Number(b));
  return { choices, answer: choices.indexOf(String(right)) };
}
