import type { World } from './authorization';
import type { Attempt, Row } from './authorization-row';
import { problem } from './wire';

const ELSEWHERE = { Origin: 'https://elsewhere.example', 'Sec-Fetch-Site': 'cross-site' };

const WRONG_PASSWORD = 'not their password';

/** The forms of pages without scripts, with what an attacker would send who knows no secret of the victim. */
const FORMS: Record<string, (world: World) => { query?: string; fields?: Record<string, string> }> = {
  'sign-in': ({ victim: { email } }) => ({ fields: { email, password: WRONG_PASSWORD } }),
  'sign-up': ({ victim: { email } }) => ({ fields: { name: 'Eve', email, password: WRONG_PASSWORD } }),
  setup: ({ victim: { email } }) => ({ fields: { code: 'unknown', name: 'Eve', email, password: WRONG_PASSWORD } }),
  'setup/promote': () => ({ fields: { code: 'unknown' } }),
  forgot: ({ victim: { email } }) => ({ fields: { email } }),
  reset: () => ({ query: '?token=unknown', fields: { newPassword: WRONG_PASSWORD } }),
  verify: () => ({ query: '?token=unknown', fields: { password: WRONG_PASSWORD } }),
  'keys/revoke': ({ spareKeyId }) => ({ query: `?id=${spareKeyId}` }),
};

/** Forms that name no person: they change the account, or the browser, whose cookies come with them. */
const OWN_FORMS = ['sign-out', 'language', 'picture', 'picture/remove', 'keys'];

/** A page of another site posts a form in the browser of the victim, who is signed in here. */
const fromElsewhere = ({ victim: { session } }: World): Attempt => ({
  by: 'another site, in the browser of the victim',
  headers: { ...session, ...ELSEWHERE },
  words: problem(403, 'cross_origin'),
});

/** Every form that is posted without a script. */
export const FORM_ROWS: Row[] = [
  ...OWN_FORMS.map((name) => ({ route: `POST /api/forms/${name}`, attempts: (world: World) => [fromElsewhere(world)] })),
  ...Object.entries(FORMS).map(([name, sent]) => ({
    route: `POST /api/forms/${name}`,
    attempts: (world: World) => {
      const { query = '', fields = {} } = sent(world);
      const own = { by: 'the attacker', path: query, headers: world.attacker.session, body: new URLSearchParams(fields) };
      return [fromElsewhere(world), own];
    },
  })),
];
