import { expect } from 'vitest';
import { UUID_V4 } from '../cloudreve';
import { error } from '../zulip';

export { formOf } from '../form';

/** A whole response, as tests compare it. */
export interface Wire {
  status: number;
  body: unknown;
}

export async function wireOf(response: Response): Promise<Wire> {
  return { status: response.status, body: await response.json() };
}

/** Failures of the native API. */
export const problem = (status: number, code: string): Wire => ({ status, body: expect.objectContaining({ status, code }) });

/** Failures of MyCargoExtra. */
export const message = (status: number, text: string): Wire => ({ status, body: { message: text } });

/** The body of a Cloudreve failure. */
export const failure = (code: number, msg: string) => ({ code, msg, correlation_id: expect.stringMatching(UUID_V4) });

/** Responses of Cloudreve, which all have status 200. */
export const enveloped = (body: object): Wire => ({ status: 200, body });

/** Failures of Ulule. */
export const ululeError = (status: number, classification: string, fieldNames: string[], text: unknown = expect.any(String)): Wire => ({
  status,
  body: [{ fieldNames, classification, message: text }],
});

/** Failures of Zulip, most of which have status 400. */
export const zulipError = (msg: string, code: string, status = 400): Wire => ({ status, body: error(msg, code) });
