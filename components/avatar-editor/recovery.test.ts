import { expect, it } from 'vitest';
import { SOURCE } from '@/testing/editor-source';
import { type Action, reduce, START, type State, workOf } from './state-machine';

const OFFLINE = { text: 'You are offline.', next: 'retry', isOffline: true } as const;

const reached = (...actions: Action[]): State => actions.reduce(reduce, START);

const PICK: Action = { type: 'pick', source: SOURCE, alt: '' };
const OPENED: Action = { type: 'opened', url: 'blob:1', picture: { width: 4000, height: 3000 }, transparent: false };
const SAVE: Action = { type: 'save' };

it('an edit forgets that there was no connection once there is one, and keeps other problems', () => {
  const failed = reached(PICK, OPENED, SAVE, { type: 'refuse', problem: OFFLINE });
  expect(reduce(failed, { type: 'online' })).toEqual({ phase: 'cropping', work: workOf(failed) });
  expect(reached({ type: 'refuse', problem: OFFLINE }, { type: 'online' })).toEqual(START);
  const other = reached(PICK, OPENED, SAVE, { type: 'refuse', problem: { text: 'The server is busy.', next: 'retry' } });
  expect(reduce(other, { type: 'online' })).toBe(other);
});

it('an edit saves as a new picture what is gone from the server, with its framing and description', () => {
  const failed = reached(PICK, OPENED, { type: 'describe', alt: 'Me' }, SAVE, { type: 'refuse', problem: OFFLINE });
  const file = new File(['x'], 'me.png');
  expect(workOf(reduce(failed, { type: 'renew', file }))).toMatchObject({ alt: 'Me', source: { file, tag: null, version: undefined } });
});
