import { notFound } from 'next/navigation';

// Rendered for each request: a page from the build would have no nonce for its scripts.
export const dynamic = 'force-dynamic';

/** Renders the page for unknown paths. Next.js cannot do so by itself, since the catch-all route matches every path. */
export default function NoSuchPage(): never {
  notFound();
}
