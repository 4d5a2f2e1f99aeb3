/** Parts that many visits do not need, in a file of its own, which is loaded on demand. */
export { ComparisonPane } from '../comparison/comparison-pane.js';
export { KeyList } from '../keys/key-list.js';
export { ColumnChoice } from '../list/column-choice.js';
export { NotesPane } from '../notes/notes-pane.js';
export { PredictPanel } from '../predict/predict-panel.js';
export { Prediction } from '../predict/prediction.js';
