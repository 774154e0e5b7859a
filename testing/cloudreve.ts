export const PATH = '/user/setting/avatar';

/** As published, and as deployed. */
export const PREFIXES = ['', '/api/v4'] as const;

export const OK = { code: 0, msg: '' };

/** Form of the correlation id of a failure. */
export const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export interface Session {
  id: string;
  access: string;
  refresh: string;
}
