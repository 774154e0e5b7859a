import { type Dispatch, useState } from 'react';
import { type PartTexts, useTexts } from '../../texts/texts';
import { type Edit, edit } from '../edits';
import type { Work } from '../work';
import { describeEdit, type EditWords } from './announce';
import { createBursts } from './bursts';

/** Makes changes, those in quick succession as one step of undo, and says what they did. */
export function useAct(work: Work | null, dispatch: Dispatch<Edit>) {
  const [spoken, speak] = useState('');
  const t = useTexts('crop.edits');
  const [burst] = useState(() => createBursts());

  /** Without words: sliders and fields say their values themselves, and drags would never stop. */
  function adjust(change: Edit) {
    // Pointer gestures bring a name for each drag.
    const isNamed = change.gesture === undefined || change.type === 'place' || change.type === 'scale';
    dispatch(isNamed ? change : { ...change, gesture: burst(change.gesture ?? change.type) });
  }

  function act(change: Edit) {
    const named = change.gesture === undefined ? change : { ...change, gesture: burst(change.gesture) };
    if (work) {
      const words = announceEdit(t, work, named);
      // Equal text is not read again: a space makes it differ.
      speak((before) => (before === words ? `${words}\u00a0` : words));
    }
    dispatch(named);
  }

  return { act, adjust, spoken };
}

function announceEdit(t: PartTexts<'crop.edits'>, work: Work, change: Edit): string {
  if (change.type === 'reset') return t('reset');
  const after = edit(work, change);
  const words = ({ key, values }: EditWords) => t(key, values);
  if (change.type !== 'undo' && change.type !== 'redo') return words(describeEdit(work, after));
  if (after === work) return t(change.type === 'undo' ? 'nothingToUndo' : 'nothingToRedo');
  return t(change.type === 'undo' ? 'undone' : 'redone', { change: words(describeEdit(work, after)) });
}
