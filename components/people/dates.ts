/** The same on the server and in the browser, which may have other languages and time zones. */
const format = (style: 'short' | undefined) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: style, timeZone: 'UTC' });

const [days, moments] = [format(undefined), format('short')];

export const day = (date: string) => days.format(new Date(date));

export const moment = (date: string) => `${moments.format(new Date(date))} UTC`;
