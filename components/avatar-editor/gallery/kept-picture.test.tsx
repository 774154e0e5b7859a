import { expect, it } from 'vitest';
import { renderPart } from '@/testing/page-texts';
import type { KeptAvatar } from '../../api/resource';
import { KeptPicture } from './kept-picture';

const PICTURE: KeptAvatar = {
  id: 12,
  name: 'me.jpg',
  alt: '',
  createdAt: '2026-11-29T09:30:00.000Z',
  current: false,
  via: 'camera',
  addresses: 0,
  format: 'jpeg',
  bytes: 1234,
  width: 600,
  height: 400,
  animated: false,
  animationDropped: null,
  stillFrame: 0,
  crop: { x: 100, y: 0, width: 400, height: 400, rotate: 0 },
  background: '#ffffff',
  color: '#102030',
  thumbhash: 'AAAA',
  sameFile: false,
  previewUrl: 'https://pictures.example.org/api/me/avatars/12/picture',
  originalUrl: 'https://pictures.example.org/api/me/avatars/12/original',
};

/** The names of its controls, in their order. */
function controlsOf(fields: Partial<KeptAvatar>, isLocked = false): string[] {
  const none = () => {};
  const markup = renderPart(
    <KeptPicture
      picture={{ ...PICTURE, ...fields }}
      when="29 Nov 2026, 09:30"
      isLocked={isLocked}
      busy={null}
      onRestore={none}
      onReframe={none}
      onDelete={none}
    />,
  );
  return [...markup.matchAll(/<(?:button|a)[^>]* aria-label="(\w+)/g)].map(([, name = '']) => name);
}

it('an earlier picture can be restored, framed anew, downloaded and deleted', () => {
  expect(controlsOf({})).toEqual(['Restore', 'Frame', 'Download', 'Delete']);
});

it('the current picture is neither restored nor deleted, and one that an address shows is not deleted', () => {
  expect([controlsOf({ current: true }), controlsOf({ addresses: 1 })]).toEqual([
    ['Frame', 'Download'],
    ['Restore', 'Frame', 'Download'],
  ]);
});

it('a person who may not change the picture can download the originals', () => {
  expect(controlsOf({}, true)).toEqual(['Download']);
});
