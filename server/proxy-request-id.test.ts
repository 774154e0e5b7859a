import { expect, it } from 'vitest';
import { proxyRequestId } from './proxy-request-id.mjs';

const ID = '0af7651916cd43dd8448eb211c80319c';
const isTrusted = (address: string, hop: number) => address === '10.0.0.1' && hop === 0;

it.each([
  ['10.0.0.1', ID, ID],
  ['10.0.0.1', '123e4567-e89b-12d3-a456-426614174000', '123e4567-e89b-12d3-a456-426614174000'],
  ['10.0.0.2', ID, undefined],
  ['10.0.0.1', 'short', undefined],
  ['10.0.0.1', 'x'.repeat(65), undefined],
  ['10.0.0.1', `${ID}"}`, undefined],
  ['10.0.0.1', undefined, undefined],
])('from %s, the id %s is taken as %s', (remoteAddress, sent, taken) => {
  const headers = sent === undefined ? {} : { 'x-request-id': sent };
  expect(proxyRequestId({ headers, socket: { remoteAddress } } as Parameters<typeof proxyRequestId>[0], isTrusted)).toBe(taken);
});
