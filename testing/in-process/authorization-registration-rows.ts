import { NATIVE, type World } from './authorization';
import { type Attempt, fromOurPages, type Row } from './authorization-row';
import { problem } from './wire';

const json = (body: object) => JSON.stringify(body);

/** Invites are for administrators, and not for their keys. */
const asMember = (world: World): Attempt[] => [
  { by: 'a member’s session', headers: fromOurPages.authorize(world), words: problem(403, 'forbidden') },
  { by: 'a member’s password', headers: world.attacker.passwordAuth, words: problem(403, 'forbidden') },
  { by: 'a key of the administrator', headers: world.victim.auth, words: problem(403, 'forbidden') },
];

/** Every call that decides who may open an account. */
export const REGISTRATION_ROWS: Row[] = [
  {
    route: 'POST /api/setup',
    attempts: (world) => [
      {
        by: 'a stranger',
        body: json({ code: 'x', email: 'eve@example.org', name: 'Eve', password: 'another password' }),
        words: problem(404, 'not_found'),
      },
      { by: 'a member', headers: fromOurPages.authorize(world), body: json({ code: 'x' }), words: problem(404, 'not_found') },
    ],
  },
  { route: 'POST /api/invites', vocabulary: NATIVE, body: () => json({ role: 'admin' }), attempts: asMember },
  { route: 'DELETE /api/invites/:id', vocabulary: NATIVE, paths: () => ['/api/invites/1'], attempts: asMember },
];
