import { createTranslator } from 'use-intl/core';
import { expect, it } from 'vitest';
import { IMPORT_REASON } from '@/lib/avatars/moderation/ports';
import { restrictionsResource } from '@/lib/dialects/native/people/resource';
import { messages } from '@/messages/de';
import { renderPart } from '@/testing/page-texts';
import { ModerationNotice } from './moderation-notice';

const texts = createTranslator({ locale: 'de', messages, namespace: 'picture' });

const shown = (reason: string) => {
  const restrictions = restrictionsResource({ lockedUntil: null, notice: { kind: 'set', reason, at: new Date(0) } });
  return renderPart(<ModerationNotice restrictions={restrictions} isLocked={false} texts={texts} />, 'de').replace(/<[^>]*>/g, '');
};

it('a person reads of an imported picture in their language, and the reason of an administrator as they wrote it', () => {
  expect(shown(IMPORT_REASON)).toBe('Ihre Organisation hat Ihr Bild importiert.');
  expect(shown('Es zeigt jemand anderen.')).toBe('Ihre Organisation hat Ihr Bild festgelegt. Grund: Es zeigt jemand anderen.');
});
