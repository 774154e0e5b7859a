import { expect, it } from 'vitest';
import { answer, confirmLeaving, currentLoss, hasUnsaved, holdUnsaved, isAsking, UNSAVED_CHANGES } from './store';

const KEY = { ...UNSAVED_CHANGES, title: 'Leave without copying your key?', text: 'It is shown only once.' };

it('the dialog asks about unsaved changes with their own texts', async () => {
  expect([hasUnsaved(), currentLoss()]).toEqual([false, UNSAVED_CHANGES]);
  const release = holdUnsaved(KEY);
  expect([hasUnsaved(), currentLoss()]).toEqual([true, KEY]);
  const leaving = confirmLeaving();
  expect(isAsking()).toBe(true);
  answer(false);
  expect(await leaving).toBe(false);
  release();
  expect([hasUnsaved(), currentLoss()]).toEqual([false, UNSAVED_CHANGES]);
  expect(await confirmLeaving()).toBe(true);
});

it('with two unsaved changes the dialog names the first, then the second', () => {
  const releaseKey = holdUnsaved(KEY);
  const releaseChanges = holdUnsaved();
  expect(currentLoss()).toBe(KEY);
  releaseKey();
  expect([hasUnsaved(), currentLoss()]).toEqual([true, UNSAVED_CHANGES]);
  releaseChanges();
  expect(hasUnsaved()).toBe(false);
});
