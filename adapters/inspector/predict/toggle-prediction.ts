import { loadHostcallTexts } from '../loading.js';
import type { Session } from '../session.js';

/** Hides what comes behind the call that is looked at, and asks for it; or shows it again. */
export async function togglePrediction(session: Session): Promise<void> {
  if (session.prediction.value !== undefined) {
    session.stopPredicting();
    return;
  }
  // The explanation of a question may need the texts of any call.
  const [{ Prediction }] = await Promise.all([import('../shell/occasional.js'), loadHostcallTexts()]);
  session.shown.showAll();
  session.prediction.value = new Prediction(session);
}
