import type { Metadata } from 'next';
import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { Lost } from '@/components/ui/lost';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <Lost title="There is no such page" text="The address may be mistyped, or what was here has moved.">
      <Link href="/" className={buttonClass({ look: 'primary' })}>
        Go to the start page
      </Link>
    </Lost>
  );
}
