import common from './common.json';
import failures from './failures.json';
import password from './password.json';
import passwordReset from './password-reset.json';
import profile from './profile.json';
import settings from './settings.json';
import setup from './setup.json';
import signIn from './sign-in.json';
import signOut from './sign-out.json';
import signUp from './sign-up.json';
import verify from './verify.json';

export const messages = {
  common,
  failures,
  password,
  'password-reset': passwordReset,
  profile,
  settings,
  setup,
  'sign-in': signIn,
  'sign-out': signOut,
  'sign-up': signUp,
  verify,
};
