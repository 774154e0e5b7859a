import { ROUTES } from '@/lib/routes';

/** A path of an API. */
export interface Address {
  /** Such as `/v1/avatars/:id`. */
  path: string;
  /** The dialect in whose words it answers: `zulip`, `native`, … */
  dialect: string;
  /** Whether it stands for all unknown paths below a prefix. */
  isUnknown: boolean;
}

/** Every route, so that tests fail for one that they do not cover; without the second prefix of Cloudreve, which tests add themselves. */
export function addresses(): Address[] {
  return Object.entries(ROUTES).flatMap(([dialect, { routes, catchAlls }]) => [
    ...routes.filter(({ path }) => !path.startsWith('/api/v4/')).map(({ path }) => ({ path, dialect, isUnknown: false })),
    ...catchAlls.map(({ path }) => ({
      path: path.replace('{/*rest}', '/nothing'),
      // Unknown paths below the prefixes of Cloudreve answer as those below /api do.
      dialect: dialect === 'cloudreve' ? 'native' : dialect,
      isUnknown: true,
    })),
  ]);
}
