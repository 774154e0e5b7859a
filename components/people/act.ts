import type { RequestOptions } from '../api/request';

/** Sends a request about the person, then shows their new state. @param done text for when it has succeeded @returns whether it has */
export type Act = (path: string, options: RequestOptions, done: string) => Promise<boolean>;
