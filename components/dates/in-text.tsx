import type { ReactNode } from 'react';
import { Day, Moment } from './dates';

/** The values of a text with a date, which has it as `<time>{date}</time>`. */
interface DateValues {
  [name: string]: string | (() => ReactNode);
  date: string;
  time: () => ReactNode;
}

export const dayIn = (date: string): DateValues => ({ date, time: () => <Day date={date} /> });

/** The same with the time of day. */
export const momentIn = (date: string): DateValues => ({ date, time: () => <Moment date={date} /> });
