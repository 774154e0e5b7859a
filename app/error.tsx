'use client';

import { Button } from '@/components/ui/button';
import { StatusPage } from '@/components/ui/status-page';

export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <StatusPage title="Something went wrong" text="This page could not be shown. Your picture is not affected.">
      <Button variant="primary" onClick={retry}>
        Try again
      </Button>
    </StatusPage>
  );
}
