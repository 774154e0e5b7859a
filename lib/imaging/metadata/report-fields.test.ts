import { describe, expect, it } from 'vitest';
import { createExposureReader, describeField } from './report-fields';

it.each([
  ['Make', 'Apple', { kind: 'device', value: 'Apple' }],
  ['LensModel', 'iPhone 13 back camera 5.1mm f/1.6', { kind: 'device', value: 'iPhone 13 back camera 5.1mm f/1.6' }],
  ['LensSerialNumber', '0042', { kind: 'device', value: 'Lens serial number 0042' }],
  ['By-line', 'Ada Lovelace', { kind: 'names', value: 'Ada Lovelace' }],
  ['Copyright Notice', '© Ada', { kind: 'names', value: '© Ada' }],
  ['Province/State', 'Berlin', { kind: 'location', value: 'Berlin' }],
  ['GPSAltitude', '34 m', { kind: 'location', value: '' }],
  ['CreatorTool', 'Lightroom 9', { kind: 'editor', value: 'Lightroom 9' }],
  ['DateTimeOriginal', '2026:05:04 03:02:01', { kind: 'dates', value: '2026-05-04 03:02:01' }],
  ['CreateDate', '2026-05-04T03:02:01.20+02:00', { kind: 'dates', value: '2026-05-04 03:02:01' }],
  ['Date Created', '2026-05-04', { kind: 'dates', value: '2026-05-04' }],
  ['Caption/Abstract', 'In the garden', { kind: 'text', value: 'In the garden' }],
])('the metadata report describes %s: %s', (name, text, expected) => {
  expect(describeField(name, text)).toEqual(expected);
});

it.each([
  ['MakerNote', '[Raw maker note data]'],
  ['Make', '[Raw data]'],
  ['Lens', '83/20 83/20 11/5'],
  ['LensInfo', '24-70 mm'],
  ['ExposureTime', '1/60'],
  ['ShutterSpeedValue', '1/60'],
  ['OffsetTime', '+02:00'],
  ['SubSecTimeOriginal', '123'],
  ['DateTime', '0000:00:00 00:00:00'],
  ['UserComment', '65, 83, 67, 73, 73'],
  ['Title', 'c2hvcnQgYnV0IG5vdCBtZWFudCB0byBiZSByZWFkIGJ5IGFueWJvZHkgYXQgYWxs'],
  ['Artist', ''],
])('the metadata report lists %s with “%s” as a technical field', (name, text) => {
  expect(describeField(name, text)).toBeNull();
});

describe('the exposure in a metadata report', () => {
  const read = (fields: Record<string, string>) => {
    const reader = createExposureReader();
    for (const [name, text] of Object.entries(fields)) reader.add(name, text);
    return reader.summarize();
  };

  it.each([
    [{ FNumber: 'f/1.8', ExposureTime: '1/60', ISOSpeedRatings: '100', FocalLength: '4.2 mm' }, '1/60 s, f/1.8, ISO 100, 4.2 mm'],
    [{ ExposureTime: '10/600', FNumber: '28/10', FocalLength: '83/20' }, '1/60 s, f/2.8, 4.2 mm'],
    [{ ExposureTime: '5/2', PhotographicSensitivity: '3200' }, '2.5 s, ISO 3200'],
    [{ ExposureTime: '0.5' }, '0.5 s'],
    [{ ExposureTime: '1/0', FNumber: '0/0', ISOSpeedRatings: '[Raw data]', FocalLength: '' }, ''],
  ])('is summarized from %o as “%s”', (fields, words) => {
    expect(read(fields)).toBe(words);
  });
});
