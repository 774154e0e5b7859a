import { describe, expect, it } from 'vitest';
import { ADDRESS, bodyless, SERVICES } from '@/lib/testing/requests';
import { authorizationCredentials, cookie, isSameOrigin, sessionCredentials } from './credentials';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const authorization = (header: string) => authorizationCredentials(bodyless({ authorization: header }));

describe('Authorization', () => {
  it.each([
    ['Bearer abc', { kind: 'bearer', token: 'abc' }],
    ['bearer   abc  ', { kind: 'bearer', token: 'abc' }],
    ['BEARER abc', { kind: 'bearer', token: 'abc' }],
    ['Bearer', { kind: 'bearer', token: '' }],
    [basic('ada@example.org:key'), { kind: 'basic', email: 'ada@example.org', secret: 'key' }],
    [basic('ada@example.org:a:b:c'), { kind: 'basic', email: 'ada@example.org', secret: 'a:b:c' }],
    [basic('ada@example.org:pässwörd\n🐎'), { kind: 'basic', email: 'ada@example.org', secret: 'pässwörd\n🐎' }],
    [basic(':'), { kind: 'basic', email: '', secret: '' }],
    [basic('x:y').replace('Basic', 'bAsIc'), { kind: 'basic', email: 'x', secret: 'y' }],
  ])('%s says who asks', (header, expected) => {
    expect(authorization(header)).toEqual(expected);
  });

  it.each([basic('no colon'), 'Basic', 'Basic !!!', 'Digest username="ada"', 'abc', ''])('%j is malformed, and not nobody', (header) => {
    expect(authorization(header)).toMatchObject({ kind: 'malformed', message: expect.stringContaining('Expected') });
  });

  it('that is not sent says nothing', () => {
    expect(authorizationCredentials(bodyless())).toBeUndefined();
  });

  it('that cannot be understood is not repeated: it may hold a secret', () => {
    expect(JSON.stringify(authorization(basic('hunter2')))).not.toContain('hunter2');
  });
});

describe('cookies', () => {
  it.each([
    ['session=abc', 'abc'],
    ['a=1; session=abc; b=2', 'abc'],
    ['a=1;session=abc', 'abc'],
    ['session=a=b==', 'a=b=='],
    ['session=', ''],
    ['xsession=no; session=abc', 'abc'],
    ['session=first; session=second', 'first'],
    ['sessions=abc', undefined],
    ['session', undefined],
    ['', undefined],
  ])('%j holds %j', (header, expected) => {
    expect(cookie(bodyless({ cookie: header }), 'session')).toBe(expected);
  });

  it('of a session come with what the browser says of their origin', () => {
    expect(sessionCredentials(bodyless(), SERVICES)).toEqual({ kind: 'none' });
    const headers = { cookie: 'session=abc' };
    expect(sessionCredentials(bodyless(headers), SERVICES)).toEqual({ kind: 'session', token: 'abc', sameOrigin: false });
    const ours = bodyless({ ...headers, origin: ADDRESS });
    expect(sessionCredentials(ours, SERVICES)).toEqual({ kind: 'session', token: 'abc', sameOrigin: true });
  });
});

describe('a request comes from our own pages', () => {
  const host = 'likeness.lan:3000';
  it.each([
    ['when the browser says so', { 'sec-fetch-site': 'same-origin' }, true],
    ['when its origin is our public address', { origin: ADDRESS }, true],
    ['when its origin is the host that was asked', { origin: `http://${host}`, host }, true],
    ['whatever its origin, when the browser says so', { 'sec-fetch-site': 'same-origin', origin: 'null' }, true],
    ['not when the browser says another site', { 'sec-fetch-site': 'cross-site', origin: ADDRESS }, false],
    ['not when the browser says a sister site', { 'sec-fetch-site': 'same-site', origin: ADDRESS }, false],
    ['not when it was typed into the address bar', { 'sec-fetch-site': 'none' }, false],
    ['not when its origin is another host', { origin: 'https://evil.example', host }, false],
    ['not when its origin is another port', { origin: 'http://likeness.lan:3001', host }, false],
    ['not when its origin only begins like ours', { origin: `${ADDRESS}.evil.example`, host }, false],
    ['not when its origin is a sandbox', { origin: 'null', host }, false],
    ['not when its origin is nonsense', { origin: 'likeness', host }, false],
    ['not when nothing says where it comes from', { host }, false],
    ['not by its referrer', { referer: `${ADDRESS}/settings`, host }, false],
  ])('%s', (_name, headers: Record<string, string>, expected) => {
    expect(isSameOrigin(bodyless(headers, 'PUT'), ADDRESS)).toBe(expected);
  });
});
