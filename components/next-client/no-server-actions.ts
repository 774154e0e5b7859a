/** In place of the code of Next.js that calls server actions: no page has one, since every change goes through an API. */
export function serverActionReducer(): never {
  throw new Error('Server actions are not part of the scripts of these pages: see next.config.mjs.');
}
