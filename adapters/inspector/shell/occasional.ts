/** What many visits do without: a file of its own, which is loaded when any of it is asked for. */
export { ComparisonPane } from '../comparison/comparison-pane.js';
export { KeyList } from '../keys/key-list.js';
export { ColumnChoice } from '../list/column-choice.js';
export { NotesPane } from '../notes/notes-pane.js';
export { PredictPanel } from '../predict/predict-panel.js';
export { Prediction } from '../predict/prediction.js';
