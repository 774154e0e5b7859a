'use client';

import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLocale } from '../texts/texts';

export interface TabsProps {
  /** Names the row of tabs. */
  label: string;
  tabs: readonly { value: string; label: ReactNode; content: ReactNode }[];
  value?: string;
  defaultValue?: string;
  onValueChange?: (value: string) => void;
}

/** A few views of one thing. Arrow keys move between the tabs. */
export function Tabs({ label, tabs, defaultValue = tabs[0]?.value, ...rest }: TabsProps) {
  const dir = useLocale().startsWith('ar') ? 'rtl' : 'ltr';
  return (
    <Radix.Root dir={dir} defaultValue={rest.value === undefined ? defaultValue : undefined} {...rest}>
      <Radix.List aria-label={label} className="flex gap-1 overflow-x-auto border-line border-b">
        {tabs.map(({ value, label: name }) => (
          <Radix.Trigger
            key={value}
            value={value}
            className="-mb-px min-h-10 shrink-0 rounded-t-md border-accent px-3 font-medium text-muted text-sm motion-safe:transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-b-2 data-[state=active]:text-ink"
          >
            {name}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ value, content }) => (
        <Radix.Content key={value} value={value} className="pt-4">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
