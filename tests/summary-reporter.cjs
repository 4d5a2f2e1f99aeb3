/** Mocha's usual report, and behind it one plain line that people and scripts can look for: `N passed, N failed`. */
const Mocha = require('mocha');

const { Spec } = Mocha.reporters ?? Mocha.default.reporters;

module.exports = class SummaryReporter extends Spec {
  /**
   * Mocha calls this when everything else has been said.
   * @param {number} failures failed tests and hooks; 1 if there was no test at all
   * @param {(failures: number) => void} end
   */
  done(failures, end) {
    console.log(`${this.stats.passes} passed, ${failures} failed`);
    end(failures);
  }
};
