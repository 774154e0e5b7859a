import addresses from './addresses.json';
import audit from './audit.json';
import common from './common.json';
import connections from './connections.json';
import controls from './controls.json';
import crop from './crop.json';
import data from './data.json';
import documentation from './documentation.json';
import failures from './failures.json';
import health from './health.json';
import importing from './import.json';
import keys from './keys.json';
import landing from './landing.json';
import noPassword from './no-password.json';
import noScript from './no-script.json';
import organization from './organization.json';
import outbox from './outbox.json';
import password from './password.json';
import passwordReset from './password-reset.json';
import people from './people.json';
import person from './person.json';
import picture from './picture.json';
import profile from './profile.json';
import security from './security.json';
import serviceKeys from './service-keys.json';
import session from './session.json';
import settings from './settings.json';
import setup from './setup.json';
import signIn from './sign-in.json';
import signOut from './sign-out.json';
import signUp from './sign-up.json';
import sources from './sources.json';
import verify from './verify.json';

export const messages = {
  addresses,
  audit,
  common,
  connections,
  controls,
  crop,
  data,
  documentation,
  failures,
  health,
  import: importing,
  keys,
  landing,
  'no-password': noPassword,
  'no-script': noScript,
  organization,
  outbox,
  password,
  'password-reset': passwordReset,
  people,
  person,
  picture,
  profile,
  security,
  'service-keys': serviceKeys,
  session,
  settings,
  setup,
  'sign-in': signIn,
  'sign-out': signOut,
  'sign-up': signUp,
  sources,
  verify,
};
