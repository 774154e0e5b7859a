import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { ApiDocument, documentMetadata, isApi } from '../documents';

export async function generateMetadata({ params }: PageProps<'/docs/[api]'>): Promise<Metadata> {
  const { api } = await params;
  return isApi(api) ? documentMetadata(api) : {};
}

export default async function Documentation({ params }: PageProps<'/docs/[api]'>) {
  const { api } = await params;
  // In a function. Elsewhere the table of pages does not have it.
  if (!isApi(api)) notFound();
  return <ApiDocument name={api} />;
}
