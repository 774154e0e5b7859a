import { expect, it } from 'vitest';
import { answerDialog, confirmLeaving, currentUnsaved, hasUnsaved, isAsking, registerUnsaved, UNSAVED_CHANGES } from './store';

const KEY = { ...UNSAVED_CHANGES, title: 'Leave without copying your key?', text: 'It is shown only once.' };

it('the dialog asks about unsaved changes with their own texts', async () => {
  expect([hasUnsaved(), currentUnsaved()]).toEqual([false, UNSAVED_CHANGES]);
  const release = registerUnsaved(KEY);
  expect([hasUnsaved(), currentUnsaved()]).toEqual([true, KEY]);
  const leaving = confirmLeaving();
  expect(isAsking()).toBe(true);
  answerDialog(false);
  expect(await leaving).toBe(false);
  release();
  expect([hasUnsaved(), currentUnsaved()]).toEqual([false, UNSAVED_CHANGES]);
  expect(await confirmLeaving()).toBe(true);
});

it('with two unsaved changes the dialog names the first, then the second', () => {
  const releaseKey = registerUnsaved(KEY);
  const releaseChanges = registerUnsaved();
  expect(currentUnsaved()).toBe(KEY);
  releaseKey();
  expect([hasUnsaved(), currentUnsaved()]).toEqual([true, UNSAVED_CHANGES]);
  releaseChanges();
  expect(hasUnsaved()).toBe(false);
});
