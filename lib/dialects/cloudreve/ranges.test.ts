import { describe, expect, it } from 'vitest';
import { isUnmodified, lastModifiedOf, rangeOf } from './ranges';

const DATE = 'Tue, 01 Jan 2030 00:00:00 GMT';
const LATER = 'Tue, 01 Jan 2030 00:00:01 GMT';

const request = (headers: Record<string, string>) => new Request('http://localhost/', { headers });

describe('a range of a file of 100 bytes', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=0-', { first: 0, last: 99 }],
    ['bytes=99-99', { first: 99, last: 99 }],
    ['bytes=10-1000', { first: 10, last: 99 }],
    ['bytes=-1', { first: 99, last: 99 }],
    ['bytes=-1000', { first: 0, last: 99 }],
    ['bytes=100-', 'unsatisfiable'],
    ['bytes=100-200', 'unsatisfiable'],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=99999999999999999999-', 'unsatisfiable'],
    ['bytes=9-8', undefined],
    ['bytes=-', undefined],
    ['bytes=', undefined],
    ['bytes=0-1,3-4', undefined],
    ['bytes=a-b', undefined],
    ['bytes=1--2', undefined],
    ['lines=0-1', undefined],
    ['0-1', undefined],
  ])('%s', (range, expected) => {
    expect(rangeOf(request({ Range: range }), 100, DATE)).toEqual(expected);
  });

  it('is the whole file without Range, or if If-Range does not match', () => {
    expect(rangeOf(request({}), 100, DATE)).toBeUndefined();
    expect(rangeOf(request({ Range: 'bytes=0-1', 'If-Range': LATER }), 100, DATE)).toBeUndefined();
    expect(rangeOf(request({ Range: 'bytes=0-1', 'If-Range': '"tag"' }), 100, DATE)).toBeUndefined();
    expect(rangeOf(request({ Range: 'bytes=0-1', 'If-Range': DATE }), 100, DATE)).toEqual({ first: 0, last: 1 });
  });
});

describe('If-Modified-Since', () => {
  it('matches an equal date only, since an earlier picture may have been restored', () => {
    expect(isUnmodified(request({ 'If-Modified-Since': DATE }), DATE)).toBe(true);
    expect(isUnmodified(request({ 'If-Modified-Since': LATER }), DATE)).toBe(false);
    expect(isUnmodified(request({}), DATE)).toBe(false);
    expect(isUnmodified(request({ 'If-Modified-Since': DATE }), undefined)).toBe(false);
    expect(isUnmodified(request({}), undefined)).toBe(false);
    expect(isUnmodified(request({ 'If-Modified-Since': DATE, 'If-None-Match': '"x"' }), DATE)).toBe(false);
  });
});

describe('Last-Modified', () => {
  const at = (seconds: number) => Date.parse(DATE) + seconds * 1000;

  it('is absent while another picture could get the same date', () => {
    for (const created of [0, 0.001, 0.999]) {
      const createdAt = new Date(at(created));
      for (const now of [created, 1, 2.999]) expect(lastModifiedOf(createdAt, at(now)), `made ${created}, asked ${now}`).toBeUndefined();
      for (const now of [3, 3.001, 100_000]) expect(lastModifiedOf(createdAt, at(now))).toBe('Tue, 01 Jan 2030 00:00:03 GMT');
    }
  });

  it('is after the picture was created and never in the future', () => {
    for (let created = 0; created < 5; created += 0.25) {
      for (let now = created; now < 10; now += 0.25) {
        const date = Date.parse(lastModifiedOf(new Date(at(created)), at(now)) ?? '');
        if (Number.isNaN(date)) continue;
        expect(date).toBeGreaterThan(at(created));
        expect(date).toBeLessThanOrEqual(at(now));
      }
    }
  });
});
