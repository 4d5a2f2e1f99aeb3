import {
  askAbout,
  type CallList,
  noScore,
  type Question,
  type Score,
  scored,
} from '../../../application/inspection/index.js';
import { Watched } from '../watched.js';

/** Questions about the next calls, the same for the same run. */
const SEED = 1;

/** The object of prediction: a run whose calls are shown only up to one. */
interface PredictedRun {
  readonly calls: CallList;
  readonly length: Watched<number>;
  readonly selected: Watched<number>;
  /** The first call that is hidden. */
  readonly hiddenFrom: Watched<number>;
  select(call: number): void;
}

/** A run with its further calls hidden: each next call is the subject of a question. */
export class Prediction {
  /** The current question; undefined at the end of the run, where there is none. */
  readonly question = new Watched<Question | undefined>(undefined);
  /** Which choice was taken; undefined until one is. */
  readonly choice = new Watched<number | undefined>(undefined);
  readonly score = new Watched<Score>(noScore);
  readonly #run: PredictedRun;

  /** Begins behind the call that is looked at. */
  constructor(run: PredictedRun) {
    this.#run = run;
    this.#ask(run.selected.value + 1);
  }

  /** Answers the question, once. */
  answer(choice: number): void {
    const { value: question } = this.question;
    if (question === undefined || this.choice.value !== undefined || choice >= question.choices.length) return;
    this.score.value = scored(this.score.value, question, choice);
    this.choice.value = choice;
  }

  /** Shows the call that was asked about, answered or not, and asks about the next one. */
  goOn(): void {
    const next = this.#run.hiddenFrom.value;
    if (next >= this.#run.length.value) return;
    this.#ask(next + 1);
    this.#run.select(next);
  }

  #ask(call: number): void {
    this.#run.hiddenFrom.value = call;
    this.choice.value = undefined;
    this.question.value = call < this.#run.length.value ? askAbout(this.#run.calls, call, SEED) : undefined;
  }
}
