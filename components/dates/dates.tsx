'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { localeOf } from '@/lib/languages/languages';
import { formatDate } from './format-date';

/** How the person who is signed in reads dates. */
export interface DateSettings {
  /** Of the language of the page, which the server knows: what it renders is what the browser does. */
  locale: string;
  /** null: that of the browser. */
  timeZone: string | null;
  /** That of the browser, as the cookie of an earlier page has it; null before the first page. */
  browserZone: string | null;
}

const Context = createContext<DateSettings>({ locale: localeOf('en'), timeZone: null, browserZone: null });

export function DatesProvider({ settings, children }: { settings: DateSettings; children: ReactNode }) {
  return <Context value={settings}>{children}</Context>;
}

const neverChanges = () => () => {};

type Format = (date: string | Date) => string;

/** Formats dates in the language of the page and the time zone of the person: to the day, the minute, or the second. */
export function useDates(): { day: Format; moment: Format; second: Format } {
  const { locale, timeZone, browserZone } = useContext(Context);
  // The first render of the browser must be that of the server, which may know another time zone, or none.
  const isServer = useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  );
  const zone = timeZone ?? (isServer ? (browserZone ?? 'UTC') : undefined);
  const format = (date: string | Date, timeStyle?: 'short' | 'medium') => formatDate(date, { locale, timeZone: zone }, timeStyle);
  return { day: (date) => format(date), moment: (date) => format(date, 'short'), second: (date) => format(date, 'medium') };
}

/** A date, such as 29 Nov 2026. */
export function Day({ date }: { date: string | Date }) {
  return <Time date={date}>{useDates().day(date)}</Time>;
}

/** A date with its time. */
export function Moment({ date }: { date: string | Date }) {
  return <Time date={date}>{useDates().moment(date)}</Time>;
}

/** Marks a date that is part of a text, for machines. */
export function Time({ date, children }: { date: string | Date; children: ReactNode }) {
  // Set apart from the direction of the text around it. Server and browser may know a language differently.
  return (
    <time dateTime={new Date(date).toISOString()} dir="auto" suppressHydrationWarning>
      {children}
    </time>
  );
}
