import type { ServiceKey } from '../api/resource';
import type { PageMessages } from '../texts/catalogues';

/** The texts of the scopes. */
export const SCOPE_NAMES = {
  'people:read': 'readPeople',
  'people:write': 'importPeople',
  'avatar:write:any': 'changePictures',
  'policy:write': 'changePolicy',
} as const satisfies Record<ServiceKey['scopes'][number], keyof PageMessages['service-keys']['scopes']>;
