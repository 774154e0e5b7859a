import common from './common.json';
import controls from './controls.json';
import failures from './failures.json';
import landing from './landing.json';
import password from './password.json';
import passwordReset from './password-reset.json';
import picture from './picture.json';
import profile from './profile.json';
import settings from './settings.json';
import setup from './setup.json';
import signIn from './sign-in.json';
import signOut from './sign-out.json';
import signUp from './sign-up.json';
import sources from './sources.json';
import verify from './verify.json';

export const messages = {
  common,
  controls,
  failures,
  landing,
  password,
  'password-reset': passwordReset,
  picture,
  profile,
  settings,
  setup,
  'sign-in': signIn,
  'sign-out': signOut,
  'sign-up': signUp,
  sources,
  verify,
};
