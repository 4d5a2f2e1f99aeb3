/** Mocha's options for `npm test`: all files, those that take long first, so that no core is left without work at the end. */
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const LONG = [
  'security/links',
  'programs/',
  'application/formats/exporters/flat-memory',
  'package/clean-clone',
  'fuzz/',
  'semantics/traps-',
  'adapters/cli/diff/',
  'browser/',
];

const tests = join(__dirname, '../dist/tests');
const files = readdirSync(tests, { recursive: true })
  .map(path => path.replaceAll('\\', '/'))
  .filter(path => path.endsWith('.test.js'))
  .sort();
const rank = path => LONG.findIndex(prefix => path.startsWith(prefix)) + 1 || LONG.length + 1;

module.exports = {
  ...require('./parallel.mocharc.cjs'),
  spec: files.sort((one, other) => rank(one) - rank(other)).map(path => join(tests, path)),
};
