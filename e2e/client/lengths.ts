import { expect } from '@playwright/test';
import { AS_FUNCTIONS } from '../server/functions';

/** Expects a response of this length. Next.js sends bodies in chunks instead; only functions leave pictures to it. */
export function expectLength({ headers }: Response, bytes: number): void {
  expect(headers.get('content-length')).toBe(AS_FUNCTIONS ? null : String(bytes));
}
