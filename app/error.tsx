'use client';

import { Button } from '@/components/ui/button';
import { Lost } from '@/components/ui/lost';

export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <Lost title="Something went wrong" text="This page could not be shown. Your picture is not affected.">
      <Button variant="primary" onClick={retry}>
        Try again
      </Button>
    </Lost>
  );
}
