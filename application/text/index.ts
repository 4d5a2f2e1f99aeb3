/** Text that is not ours, as it may be shown. */
export { abridged, printable, printableJson, printableLines } from './printable.js';
export { escapedText, type HexStrings, quote, quoteHex, quoteLabel, quoteRange } from './quote.js';
