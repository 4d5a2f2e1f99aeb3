/** What a call asked for, and what it got, in a sentence. */
export { callSentence } from './call-sentence.js';
export { durationWords, instantWords } from './value-words.js';
