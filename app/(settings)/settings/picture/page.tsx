import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Editor } from '@/components/avatar-editor/editor';
import { ModerationNotice } from '@/components/moderation/moderation-notice';
import { pictureRestrictions, signedIn, uploadRules } from '@/lib/pages';

export const metadata: Metadata = { title: 'Picture' };

export default async function PictureSettings() {
  const person = await signedIn();
  if (!person) redirect('/sign-in?callbackUrl=/settings/picture');
  return (
    <>
      <ModerationNotice {...(await pictureRestrictions(person.id))} />
      <Editor rules={await uploadRules()} />
    </>
  );
}
