import { NATIVE, type World } from './authorization';
import type { Attempt, Row } from './authorization-row';
import { tiny } from './pictures';
import { problem } from './wire';

const json = (body: object) => JSON.stringify(body);
const REASON = 'Mine';

/** The pictures of others are changed by administrators, and not by their keys. */
const attempts = ({ victim, attacker }: World): Attempt[] => [
  { by: 'a member', headers: attacker.session, words: problem(403, 'forbidden') },
  { by: 'a member with their password', headers: attacker.passwordAuth, words: problem(403, 'forbidden') },
  { by: 'a key of the administrator', headers: victim.auth, words: problem(403, 'forbidden') },
];

const ofVictim = ({ victim }: World) => [`/api/people/${victim.id}/avatar?reason=${REASON}`];

/** Every call that changes the pictures of others. */
export const MODERATION_ROWS: Row[] = [
  {
    route: 'PUT /api/people/:id/avatar',
    vocabulary: NATIVE,
    paths: ofVictim,
    body: () => tiny('png', [0, 255, 0]),
    attempts,
  },
  { route: 'DELETE /api/people/:id/avatar', vocabulary: NATIVE, paths: ofVictim, body: () => json({ reason: REASON }), attempts },
  { route: 'DELETE /api/blocked-files/:id', vocabulary: NATIVE, paths: () => ['/api/blocked-files/1'], attempts },
];
