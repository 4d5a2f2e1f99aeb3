/** Text from guests and files, made safe to show. */

export { abridged, printable, printableJson, printableLines } from './printable.js';
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
export { clause, descriptorText, listed, quoted, referenceText } from './wording.js';
