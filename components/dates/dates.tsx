'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { formatDate } from './format-date';

/** How the person who is signed in reads dates. null: as the browser does. */
export interface DateSettings {
  language: string | null;
  timeZone: string | null;
}

const Context = createContext<DateSettings>({ language: null, timeZone: null });

export function DatesProvider({ settings, children }: { settings: DateSettings; children: ReactNode }) {
  return <Context value={settings}>{children}</Context>;
}

const neverChanges = () => () => {};

/** Formats dates in the language and time zone of the person. */
export function useDates(): { day: (date: string | Date) => string; moment: (date: string | Date) => string } {
  const { language, timeZone } = useContext(Context);
  // The server does not know the settings of the browser, whose first render must be the same.
  const isServer = useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  );
  const locale = language ?? (isServer ? 'en-GB' : undefined);
  const zone = timeZone ?? (isServer ? 'UTC' : undefined);
  const format = (date: string | Date, timeStyle?: 'short') => formatDate(date, { locale, timeZone: zone }, timeStyle);
  return { day: (date) => format(date), moment: (date) => format(date, 'short') };
}

/** A date, such as 29 Nov 2026. */
export function Day({ date }: { date: string | Date }) {
  return <Time date={date} text={useDates().day(date)} />;
}

/** A date with its time. */
export function Moment({ date }: { date: string | Date }) {
  return <Time date={date} text={useDates().moment(date)} />;
}

function Time({ date, text }: { date: string | Date; text: string }) {
  // The direction of the date’s language, whatever the text around it. Server and browser may know a language differently.
  return (
    <time dateTime={new Date(date).toISOString()} dir="auto" suppressHydrationWarning>
      {text}
    </time>
  );
}
