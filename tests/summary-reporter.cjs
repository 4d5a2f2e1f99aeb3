/** Mocha's usual report, and behind it one plain line that people and scripts can look for: `N passed, N failed`. */
const Mocha = require('mocha');

const { Spec } = Mocha.reporters ?? Mocha.default.reporters;

module.exports = class SummaryReporter extends Spec {
  /** What ended a file before, between or after its tests. */
  #outside = [];
  /** Tests that failed and were repeated. */
  #repeated = [];

  constructor(runner, options) {
    super(runner, options);
    runner.on('fail', ({ parent, file }, error) => {
      if (parent === undefined || parent.root) this.#outside.push([file ?? 'a file', error]);
    });
    runner.on('retry', (test, error) => this.#repeated.push([test, error]));
  }

  /**
   * Mocha calls this when everything else has been said.
   * @param {number} failures failed tests and hooks; 1 if there was no test at all
   * @param {(failures: number) => void} end
   */
  done(failures, end) {
    // Where files run side by side, Mocha does not say which file it was, and of several it says only of the first what was wrong.
    for (const [file, error] of this.#outside)
      console.log(`  ${file} did not come to its end:\n${error?.stack ?? error}\n`);
    for (const [test, error] of this.#repeated)
      console.log(`  repeated, since it failed: ${test.fullTitle()}:\n${error?.stack ?? error}\n`);
    // There, its own option for this asks it of each file, and on some platforms there is nothing to be tested in one.
    const failed = this.stats.tests === 0 ? Math.max(failures, 1) : failures;
    console.log(`${this.stats.passes} passed, ${failed} failed`);
    end(failed);
  }
};
