import type { ReactNode } from 'react';
import { VisitorFrame } from '../visitor-frame';

export default function VisitorLayout({ children }: { children: ReactNode }) {
  return <VisitorFrame>{children}</VisitorFrame>;
}
