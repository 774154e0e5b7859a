import { NATIVE, type World } from './authorization';
import type { Attempt, Row } from './authorization-row';
import { tiny } from './pictures';
import { problem } from './wire';

const json = (body: object) => JSON.stringify(body);
const REASON = 'Mine';

/** Administrators in person, and not their keys. */
const attempts = ({ victim, attacker }: World): Attempt[] => [
  { by: 'a member', headers: attacker.session, words: problem(403, 'forbidden') },
  { by: 'a member with their password', headers: attacker.passwordAuth, words: problem(403, 'forbidden') },
  { by: 'a key of the administrator', headers: victim.auth, words: problem(403, 'forbidden') },
];

/** Of the service key, which these calls take with another scope. */
const OTHER_SCOPE = { serviceKey: problem(403, 'forbidden') };

const ofVictim = ({ victim }: World) => [`/api/people/${victim.id}/avatar?reason=${REASON}`];

/** Every call that changes the pictures of others, or what may. */
export const MODERATION_ROWS: Row[] = [
  {
    route: 'PUT /api/people/:id/avatar',
    vocabulary: NATIVE,
    paths: ofVictim,
    except: OTHER_SCOPE,
    body: () => tiny('png', [0, 255, 0]),
    attempts,
  },
  {
    route: 'DELETE /api/people/:id/avatar',
    vocabulary: NATIVE,
    paths: ofVictim,
    except: OTHER_SCOPE,
    body: () => json({ reason: REASON }),
    attempts,
  },
  {
    route: 'PUT /api/people/avatars',
    vocabulary: NATIVE,
    except: OTHER_SCOPE,
    body: () => json({ person: 1, remove: true, reason: REASON }),
    // Passwords are no credentials of this call.
    attempts: (world) => attempts(world).filter(({ by }) => !by.includes('password')),
  },
  {
    route: 'POST /api/imports',
    vocabulary: NATIVE,
    except: OTHER_SCOPE,
    body: () => json({ email: 'imported@example.org', role: 'admin' }),
    attempts,
  },
  { route: 'POST /api/service-keys', body: () => json({ label: 'Mine', scopes: ['policy:write'] }), attempts },
  { route: 'DELETE /api/service-keys/:id', paths: ({ serviceKeyId }) => [`/api/service-keys/${serviceKeyId}`], attempts },
  { route: 'DELETE /api/blocked-files/:id', vocabulary: NATIVE, paths: () => ['/api/blocked-files/1'], attempts },
];
