import proxyAddr from 'proxy-addr';
import { z } from 'zod';

export const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an address such as https://pictures.example.org' });

/** A URL that a path can follow. */
export const baseAddress = httpUrl
  .refine((address) => !/[?#]/.test(address), 'expected an address without ? and #')
  .transform((address) => new URL(address).href.replace(/\/+$/, ''));

const namesIn = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** Parses a list of base addresses, separated by commas. */
export function addresses(text: string, context: z.RefinementCtx): string[] {
  const names = namesIn(text);
  const parsed = z.array(baseAddress).safeParse(names);
  if (parsed.success) return parsed.data;
  context.addIssue('expected addresses such as https://www.gravatar.com, separated by commas');
  return z.NEVER;
}

/** Parses a list of origins, separated by commas. */
export function origins(text: string, context: z.RefinementCtx): string[] {
  const parsed = z.array(httpUrl).safeParse(namesIn(text));
  if (parsed.success && parsed.data.every((address) => new URL(address).href === `${new URL(address).origin}/`))
    return parsed.data.map((address) => new URL(address).origin);
  context.addIssue('expected origins such as https://photos.example.org, separated by commas');
  return z.NEVER;
}

/** Parses a number of hops, or the addresses, networks and names that proxy-addr knows, into a predicate. */
export function trustedProxies(text: string, context: z.RefinementCtx): (address: string, hop: number) => boolean {
  const names = namesIn(text);
  if (names.length === 1 && /^\d+$/.test(names[0] ?? '')) return (_address, hop) => hop < Number(names[0]);
  try {
    return proxyAddr.compile(names);
  } catch {
    context.addIssue('expected a number of hops, or addresses and networks such as loopback, 10.0.0.0/8');
    return z.NEVER;
  }
}

/** A path in a store that other programs use too. */
export const storePrefix = z
  .string()
  .regex(/^\/*[\w-][\w.-]*(?:\/+[\w-][\w.-]*)*\/*$/, 'expected a path such as pictures, of letters, digits and -_.')
  .transform((path) => `${path.split('/').filter(Boolean).join('/')}/`);

/** Links at the end of each page. */
export const ABOUT_VARIABLES = { DOCS_URL: httpUrl.optional(), SOURCE_URL: httpUrl.optional() };
