import { notFound } from 'next/navigation';

/** Renders the page for unknown paths. Next.js cannot do so by itself, since the catch-all route matches every path. */
export default function NoSuchPage(): never {
  notFound();
}
