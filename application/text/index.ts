/** Text from guests and files, made safe to show. */

export { abridged } from './abridged.js';
export { clause } from './clause.js';
export { printable, printableJson, printableLines } from './printable.js';
export {
  escapedText,
  type HexStrings,
  hexStrings,
  plainBytes,
  quote,
  quoteHex,
  quoteLabel,
  quoteRange,
} from './quote.js';
export { counted, descriptorText, listed, quoted, referenceText } from './wording.js';
