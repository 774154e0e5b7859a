import type { ServiceKey } from '../api/resource';

/** Labels of the scopes. */
export const SCOPE_NAMES: Record<ServiceKey['scopes'][number], string> = {
  'people:read': 'Read people',
  'people:write': 'Import people',
  'avatar:write:any': 'Change everyone’s pictures',
  'policy:write': 'Change the rules for pictures',
};
