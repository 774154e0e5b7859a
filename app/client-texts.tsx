import type { ReactNode } from 'react';
import { Texts } from '@/components/texts/texts';
import { clientTexts, type Part } from '@/lib/languages/page-texts';

/** Sends texts to the parts of a page that run in the browser. */
export async function ClientTexts({ of, children }: { of: readonly Part[]; children: ReactNode }) {
  return <Texts {...(await clientTexts(of))}>{children}</Texts>;
}
