import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Keys } from '@/components/keys/keys';
import { signedIn } from '@/lib/pages';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeySettings() {
  if (!(await signedIn())) redirect('/sign-in?callbackUrl=/settings/keys');
  return <Keys />;
}
