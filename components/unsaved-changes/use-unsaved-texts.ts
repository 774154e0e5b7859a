import { useTexts } from '../texts/texts';
import type { UnsavedChanges } from './store';

/** The texts about what is not saved: those of its part of the page, else the common ones. */
export function useUnsavedTexts(own: UnsavedChanges): Required<UnsavedChanges> {
  const t = useTexts('session.unsaved');
  return {
    title: own.title ?? t('title'),
    text: own.text ?? t('text'),
    leave: own.leave ?? t('leave'),
    whenSignedOut: own.whenSignedOut ?? t('whenSignedOut'),
    whenSwitched: own.whenSwitched ?? t('whenSwitched'),
  };
}
