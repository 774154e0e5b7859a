import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Editor } from '@/components/avatar-editor/editor';
import { signedIn, uploadRules } from '@/lib/pages';

export const metadata: Metadata = { title: 'Picture' };

export default async function PictureSettings() {
  if (!(await signedIn())) redirect('/sign-in?callbackUrl=/settings/picture');
  return <Editor rules={await uploadRules()} />;
}
