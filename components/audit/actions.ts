import type { AuditEntry } from '../api/resource';

/** What happened, in words. */
export const ACTIONS: Record<AuditEntry['action'], string> = {
  'account-created': 'Account created',
  'account-deleted': 'Account deleted',
  'account-disabled': 'Account disabled',
  'account-enabled': 'Account enabled',
  'address-added': 'E-mail address added',
  'address-changed': 'E-mail address changed',
  'address-removed': 'E-mail address removed',
  'address-verified': 'E-mail address verified',
  'key-created': 'API key created',
  'key-replaced': 'API key replaced',
  'key-revoked': 'API key revoked',
  'password-changed': 'Password changed',
  'password-reset': 'Password reset',
  'picture-changed': 'Picture changed',
  'picture-described': 'Description of the picture changed',
  'policy-changed': 'Rules changed',
  'profile-changed': 'Profile changed',
  'role-changed': 'Role changed',
  'sessions-ended': 'Sessions ended',
  'sign-in': 'Signed in',
  'sign-in-refused': 'Sign-in refused: account disabled',
  'sign-out': 'Signed out',
};
