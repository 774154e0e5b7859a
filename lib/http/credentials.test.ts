import { describe, expect, it } from 'vitest';
import { ADDRESS, bodyless, SERVICES } from '@/testing/requests';
import { authorizationCredentials, cookie, foreignOrigin, isSameOrigin, sessionCredentials } from './credentials';

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
  ])('%s contains credentials', (header, expected) => {
    expect(authorization(header)).toEqual(expected);
  });

  it.each([basic('no colon'), 'Basic', 'Basic !!!', 'Digest username="ada"', 'abc', ''])('%j is malformed, not anonymous', (header) => {
    expect(authorization(header)).toMatchObject({ kind: 'malformed', message: expect.stringContaining('expected') });
  });

  it('is undefined if the header is absent', () => {
    expect(authorizationCredentials(bodyless())).toBeUndefined();
  });

  it('that is malformed is not part of the message, since it may contain a secret', () => {
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
  ])('%j contains %j', (header, expected) => {
    expect(cookie(bodyless({ cookie: header }), 'session')).toBe(expected);
  });

  it('of a session come with the origin that the browser reports', () => {
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
    ['when its origin is the loopback name that was asked', { origin: 'http://localhost:3000', host: 'localhost:3000' }, true],
    ['when its origin is a name below localhost', { origin: 'http://pictures.localhost:3000', host: 'pictures.localhost:3000' }, true],
    ['when its origin is the IPv4 address that was asked', { origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }, true],
    ['when its origin is the IPv6 address that was asked', { origin: 'http://[fd00::5]:3000', host: '[fd00::5]:3000' }, true],
    ['when its origin is BASE_URL, whatever a proxy calls us', { origin: ADDRESS, host: 'backend:3000' }, true],
    ['when the browser says so of BASE_URL', { 'sec-fetch-site': 'same-origin', host: new URL(ADDRESS).host }, true],
    ['not when its origin is any other name that was asked', { origin: `http://${host}`, host }, false],
    ['not when the browser says so of any other name', { 'sec-fetch-site': 'same-origin', origin: `http://${host}`, host }, false],
    ['not when the browser says so of any other name, without an origin', { 'sec-fetch-site': 'same-origin', host }, false],
    ['not when a name only ends like a loopback name', { origin: 'http://evil-localhost:3000', host: 'evil-localhost:3000' }, false],
    ['not when a name only begins like an address', { origin: 'http://127.0.0.1.evil.example', host: '127.0.0.1.evil.example' }, false],
    ['not when another address was asked', { origin: 'http://192.168.1.5:3000', host: '192.168.1.6:3000' }, false],
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

it('a request under an unknown host name is refused with the advice to set BASE_URL', () => {
  const request = bodyless({ origin: 'http://mybox:3000', host: 'mybox:3000' }, 'POST');
  expect(foreignOrigin(request, ADDRESS)).toBe(
    'Expected a request from https://pictures.example.org; got one from http://mybox:3000. If that is the address of this server, set BASE_URL to it.',
  );
});
